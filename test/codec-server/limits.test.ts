import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodePayloads } from '../../src/codec-server/convert-payloads.js';
import { encryptPayload } from '../../src/encryption/encrypted-payload.js';
import { KeyRing } from '../../src/encryption/key-ring.js';
import { jsonPayload, KEY_A, NAMESPACE } from '../encryption/payloads.js';
import { CodecServerUnderTest } from './running-codec-server.js';

let server: CodecServerUnderTest;
beforeAll(async () => {
  server = await CodecServerUnderTest.start();
});
afterAll(async () => {
  await server.stop();
});

const MEBIBYTE = 1024 * 1024;
const ring = new KeyRing([KEY_A]);

function sealed(payload: Parameters<typeof encryptPayload>[0]) {
  if (ring.first === undefined) throw new Error('A ring of one key has a first key.');
  const { metadata, data } = encryptPayload(payload, ring.first, NAMESPACE);
  const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)]);
  return { metadata: Object.fromEntries(entries) as Record<string, string>, data: base64(data) };
}

const bodyOf = (json: string, count: number) => `{"payloads":[${Array.from({ length: count }, () => json).join(',')}]}`;
const ENCRYPTED = JSON.stringify(sealed(jsonPayload('secret')));

test('1,000 payloads are decoded together, one more is 413', async () => {
  const { status, body } = await server.ask('/decode', { body: bodyOf(ENCRYPTED, 1_000) });
  expect(status).toBe(200);
  expect((body as { payloads: unknown[] }).payloads).toHaveLength(1_000);
  expect(server.log.at(-1)).toMatchObject({ payloads: 1_000, decrypted: 1_000 });
  expect((await server.ask('/decode', { body: bodyOf(ENCRYPTED, 1_001) })).status).toBe(413);
});

test.each<[string, string]>([
  ['100,000 empty payloads', bodyOf('{}', 100_000)],
  ['8 MB of empty payloads', bodyOf('{}', 2_700_000)],
  ['8 MB of numbers', bodyOf('1', 4_000_000)],
  [
    'a payload with 8 MB of metadata',
    `{"payloads":[{"metadata":{${Array.from({ length: 600_000 }, (_, index) => `"${index}":""`).join()}}}]}`,
  ],
  ['8 MB of nested lists', '['.repeat(8 * MEBIBYTE)],
])('%s: refused within 1 s, and others are answered meanwhile', async (_what, body) => {
  const beganAt = performance.now();
  const [{ status }, others] = await Promise.all([
    server.ask('/decode', { body }),
    Promise.all(Array.from({ length: 20 }, () => server.ask('/decode'))),
  ]);
  expect(performance.now() - beganAt).toBeLessThan(1_000);
  expect([400, 413]).toContain(status);
  expect(new Set(others.map((other) => other.status))).toEqual(new Set([200]));
});

test('an answer that would grow beyond 16 MiB is 413', async () => {
  // Each control character is one byte in the payload, and six in JSON.
  const swelling = sealed({ metadata: { ['\u0001'.repeat(4 * MEBIBYTE)]: new Uint8Array() } });
  const { status, body } = await server.ask('/decode', { body: { payloads: [swelling] } });
  expect({ status, body }).toEqual({
    status: 413,
    body: { error: 'The answer would be too large. Send fewer payloads.' },
  });
});

test('while 1,000 payloads are decoded, others have their turn in between', async () => {
  const payloads = Array.from({ length: 1_000 }, () => sealed(jsonPayload('x'.repeat(5_000))));
  let turns = 0;
  let next: NodeJS.Immediate;
  const takeTurn = () => {
    turns += 1;
    next = setImmediate(takeTurn);
  };
  next = setImmediate(takeTurn);
  expect((await decodePayloads(payloads, ring, NAMESPACE)).decrypted).toBe(1_000);
  clearImmediate(next);
  expect(turns).toBeGreaterThan(2);
});
