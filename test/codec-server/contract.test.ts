import fc from 'fast-check';
import type { Payload } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KeyRing } from '../../src/encryption/key-ring.js';
import { EncryptionCodec } from '../../src/encryption/payload-codec.js';
import type { PayloadKeys } from '../../src/contract/payload-keys.js';
import { arbitraryPayload, comparable, jsonPayload, KEY_A, KEY_B, NAMESPACE } from '../encryption/payloads.js';
import { CodecServerUnderTest, READER } from './running-codec-server.js';

interface JsonPayload {
  metadata?: Record<string, string>;
  data?: string;
}

let server: CodecServerUnderTest;
beforeAll(async () => {
  server = await CodecServerUnderTest.start();
});
afterAll(async () => {
  await server.stop();
});

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

function toJson({ metadata, data }: Payload): JsonPayload {
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)]);
  return {
    ...(metadata != null && { metadata: Object.fromEntries(entries) as Record<string, string> }),
    ...(data != null && { data: base64(data) }),
  };
}

function fromJson({ metadata, data }: JsonPayload): Payload {
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value, 'base64')]);
  return {
    metadata: Object.fromEntries(entries) as Record<string, Uint8Array>,
    data: Buffer.from(data ?? '', 'base64'),
  };
}

/** What the server makes of payloads. */
async function asked(path: string, payloads: JsonPayload[], headers: Record<string, string> = {}) {
  const { status, body } = await server.ask(path, {
    body: { payloads },
    headers: { authorization: `Bearer ${READER}`, 'content-type': 'application/json', ...headers },
  });
  expect(status).toBe(200);
  return (body as { payloads: JsonPayload[] }).payloads;
}

const codecOf = (payloadKeys: PayloadKeys, namespace: string) =>
  new EncryptionCodec({ ring: new KeyRing(payloadKeys), namespace });

async function encryptedFor(namespace: string, keys: PayloadKeys = [KEY_A], payload = jsonPayload('secret')) {
  const [sealed] = await codecOf(keys, namespace).encode([payload]);
  return toJson(sealed ?? {});
}

const CLEAR = toJson(jsonPayload('secret'));

describe('any payloads', () => {
  test('encoded and decoded come back as they were, in their order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryPayload, { maxLength: 3 }), async (payloads) => {
        const encoded = await asked('/encode', payloads.map(toJson));
        expect(encoded.map(({ metadata }) => metadata?.['encoding'])).toEqual(
          payloads.map(() => base64(Buffer.from('binary/encrypted'))),
        );
        const decoded = await asked('/decode', encoded);
        expect(decoded.map(fromJson).map(comparable)).toEqual(payloads.map(comparable));
      }),
      { numRuns: 50 },
    );
  });

  test('that nobody can decode pass through unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryPayload, { maxLength: 3 }), async (payloads) => {
        const given = payloads.map(toJson);
        expect(await asked('/decode', given)).toEqual(given);
      }),
      { numRuns: 50 },
    );
  });
});

describe('decoding', () => {
  test('opens what a client or worker encrypted, under each key of the ring', async () => {
    const sealed = [await encryptedFor(NAMESPACE, [KEY_A]), await encryptedFor(NAMESPACE, [KEY_B])];
    expect(await asked('/decode', sealed)).toEqual([CLEAR, CLEAR]);
  });

  test('leaves alone what is clear, foreign, of another key, of another namespace, altered or cut off', async () => {
    const sealed = await encryptedFor(NAMESPACE);
    const data = Buffer.from(sealed.data ?? '', 'base64');
    const given = [
      CLEAR,
      { metadata: { encoding: base64(Buffer.from('binary/encrypted')) }, data: 'AAAA' },
      await encryptedFor(NAMESPACE, [{ id: 'c', key: KEY_A.key }]),
      await encryptedFor(NAMESPACE, [{ id: 'a', key: KEY_B.key }]),
      await encryptedFor('other'),
      { ...sealed, data: base64(Buffer.concat([data.subarray(0, -1), Buffer.from([1 + (data.at(-1) ?? 0)])])) },
      { ...sealed, data: base64(data.subarray(0, 20)) },
      { metadata: {}, externalPayloads: [{ sizeBytes: '12' }] },
    ];
    expect(await asked('/decode', [...given, sealed])).toEqual([...given, CLEAR]);
  });
});

describe('the namespace', () => {
  const cases: [string, string, Record<string, string>][] = [
    ['of the path', '/of-the-path/decode', { 'x-namespace': 'of-the-header' }],
    ['of the path, escaped', '/of%2Dthe%2dpath/decode', {}],
    ['of the header, where the path has none', '/decode', { 'x-namespace': 'of-the-path' }],
  ];
  test.each(cases)('is that %s', async (_where, path, headers) => {
    expect(await asked(path, [await encryptedFor('of-the-path')], headers)).toEqual([CLEAR]);
  });

  test.each([{}, { 'x-namespace': '' }])('is TEMPORAL_NAMESPACE where nobody says one', async (headers) => {
    expect(await asked('/decode', [await encryptedFor(NAMESPACE)], headers)).toEqual([CLEAR]);
  });

  test('decides for whom is encoded', async () => {
    const [sealed] = await asked('/some/encode', [CLEAR]);
    const [opened] = await codecOf([KEY_A], 'some').decode([fromJson(sealed ?? {})]);
    expect(comparable(opened ?? {})).toEqual(comparable(jsonPayload('secret')));
  });

  test('with control characters is a bad request', async () => {
    expect((await server.ask('/a%0ab/decode')).status).toBe(400);
  });
});

describe('the form of requests', () => {
  test.each(['/', '/encrypt', '/decode/', '/a/b/decode', '//decode', '/download', '/%zz/decode', '/DECODE'])(
    'POST %s is 404',
    async (path) => {
      expect((await server.ask(path)).status).toBe(404);
    },
  );

  test('a query changes nothing', async () => {
    expect(await asked('/decode?preserveStorageRefs=true', [CLEAR])).toEqual([CLEAR]);
  });

  test.each(['GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])('%s is 405 and says what is allowed', async (method) => {
    const { status, headers } = await server.ask('/decode', { method });
    expect(status).toBe(405);
    expect(headers.allow).toBe('POST, OPTIONS');
  });

  test.each<[string, unknown]>([
    ['nothing', ''],
    ['no JSON', '{"payloads":['],
    ['no object', '[]'],
    ['null', 'null'],
    ['payloads that are no list', { payloads: {} }],
    ['a payload that is a text', { payloads: ['secret'] }],
    ['metadata that is a list', { payloads: [{ metadata: ['secret'] }] }],
    ['metadata that is a number', { payloads: [{ metadata: { encoding: 1 } }] }],
    ['data that is no base64', { payloads: [{ data: 'secret!' }] }],
    ['data that is an object', { payloads: [{ data: {} }] }],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ])('%s is 400, and the answer quotes nothing', async (_what, body) => {
    const { status, body: answer } = await server.ask('/decode', { body });
    expect(status).toBe(400);
    expect(JSON.stringify(answer)).not.toContain('secret');
  });

  test.each([{}, { payloads: null }, { payloads: [] }])('%j holds no payloads', async (body) => {
    expect(await server.ask('/decode', { body })).toMatchObject({ status: 200, body: { payloads: [] } });
  });

  test('base64 of URLs, and without padding, is read too', async () => {
    const sealed = await encryptedFor(NAMESPACE, [KEY_A], jsonPayload('secret'));
    const urlForm = (text = '') => Buffer.from(text, 'base64').toString('base64url');
    const metadata = Object.fromEntries(
      Object.entries(sealed.metadata ?? {}).map(([name, text]) => [name, urlForm(text)]),
    );
    expect(await asked('/decode', [{ metadata, data: urlForm(sealed.data) }])).toEqual([CLEAR]);
  });

  const MEBIBYTE = 1024 * 1024;
  const bodyOf = (bytes: number) => Buffer.from(`{"payloads":[]}${' '.repeat(bytes - 15)}`);

  test('a body of 8 MiB is taken, one of a byte more is 413', async () => {
    expect((await server.ask('/decode', { body: bodyOf(8 * MEBIBYTE) })).status).toBe(200);
    expect((await server.ask('/decode', { body: bodyOf(8 * MEBIBYTE + 1) })).status).toBe(413);
  });

  test('no answer is kept in a cache', async () => {
    expect((await server.ask('/decode')).headers['cache-control']).toBe('no-store');
  });
});
