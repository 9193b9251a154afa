import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NAMESPACE } from '../encryption/payloads.js';
import { bearer, CodecServerUnderTest, READER, sha256, WRITER } from './running-codec-server.js';

describe('static tokens', () => {
  let server: CodecServerUnderTest;
  beforeAll(async () => {
    server = await CodecServerUnderTest.start();
  });
  afterAll(async () => {
    await server.stop();
  });

  test.each<[string, Record<string, string>]>([
    ['no token', {}],
    ['an unknown token', bearer('nobody')],
    ['the hash in place of the token', bearer(sha256(READER).toString('hex'))],
    ['a token with something behind it', bearer(`${READER}x`)],
    ['the bare token', { authorization: READER }],
    ['another scheme', { authorization: `Basic ${READER}` }],
    ['two tokens', { authorization: `Bearer ${READER} ${READER}` }],
  ])('%s is 401, on either path', async (_case, headers) => {
    for (const path of ['/encode', '/decode', '/other/decode']) {
      const answer = await server.ask(path, { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    }
  });

  test('the scheme may be written in any case', async () => {
    expect((await server.ask('/decode', { headers: { authorization: `bearer ${READER}` } })).status).toBe(200);
  });

  test('a token that may encode alone: 200 to encode, 403 to decode', async () => {
    expect((await server.ask('/encode', { headers: bearer(WRITER) })).status).toBe(200);
    expect((await server.ask('/decode', { headers: bearer(WRITER) })).status).toBe(403);
  });

  test('a refused decoding names the caller and the namespace in its audit line', async () => {
    await server.ask('/payments/decode', { headers: bearer(WRITER) });
    const about = { audit: 'refused', operation: 'decode', who: 'starter', namespace: 'payments' };
    expect(server.log.at(-1)).toMatchObject({ ...about, level: 40, status: 403 });
  });

  test('strangers of one address are 429 after 600 requests a minute, and a known token is still let in', async () => {
    const flooded = await CodecServerUnderTest.start();
    try {
      const statuses = new Set<number>();
      for (let sent = 0; sent < 600; sent += 50) {
        const answers = await Promise.all(Array.from({ length: 50 }, () => flooded.ask('/decode', { headers: {} })));
        for (const { status } of answers) statuses.add(status);
      }
      expect([...statuses]).toEqual([401]);
      const refused = await flooded.ask('/decode', { headers: bearer('another') });
      expect(refused.status).toBe(429);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect((await flooded.ask('/decode')).status).toBe(200);
    } finally {
      await flooded.stop();
    }
  });

  test('a refusal is logged without the token', async () => {
    await server.ask('/decode', { headers: bearer('hunter2') });
    expect(server.log.at(-1)).toMatchObject({ level: 40, status: 401, msg: 'request refused' });
    expect(JSON.stringify(server.log)).not.toContain('hunter2');
  });
});

describe('without authentication', () => {
  let server: CodecServerUnderTest;
  beforeAll(async () => {
    server = await CodecServerUnderTest.start({ access: { kind: 'loopback' } });
  });
  afterAll(async () => {
    await server.stop();
  });

  test.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST'])('whoever asks for %s may decode', async (host) => {
    for (const name of [host, `${host}:${server.port}`]) {
      expect((await server.ask('/decode', { headers: { host: name } })).status).toBe(200);
    }
  });

  test.each(['evil.example.com', 'localhost.evil.example', '127.0.0.1.nip.io', '192.0.2.1', 'localhost:1:2'])(
    'whoever asks for %s is 403: its name may lead anywhere',
    async (host) => {
      expect((await server.ask('/decode', { headers: { host } })).status).toBe(403);
    },
  );

  test('the audit line says that it was anybody', async () => {
    await server.ask('/decode', { headers: {} });
    expect(server.log.at(-1)).toMatchObject({ audit: 'decode', who: 'anybody on this machine' });
  });
});

describe('the audit log', () => {
  test('has one line for each decoding: who, namespace, how many, and never what', async () => {
    const server = await CodecServerUnderTest.start();
    try {
      const clear = { metadata: { encoding: 'anNvbi9wbGFpbg==' }, data: Buffer.from('"Asha Rao"').toString('base64') };
      const encoded = await server.ask('/encode', { body: { payloads: [clear] } });
      expect(server.log).toEqual([]);
      const [sealed] = (encoded.body as { payloads: unknown[] }).payloads;
      await server.ask('/decode', { body: { payloads: [sealed, clear, sealed] } });
      await server.ask('/other/decode', { body: { payloads: [sealed] } });
      expect(server.log).toEqual([
        {
          level: 30,
          audit: 'decode',
          who: 'support',
          namespace: NAMESPACE,
          payloads: 3,
          decrypted: 2,
          msg: 'payloads decoded',
        },
        expect.objectContaining({ who: 'support', namespace: 'other', payloads: 1, decrypted: 0 }),
      ]);
    } finally {
      await server.stop();
    }
  });
});
