import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JwtSettings } from '../../../src/config/codec-server.js';
import { NAMESPACE } from '../payloads.js';
import { CodecServerUnderTest, READER, sha256, WEB, WRITER } from './running-codec-server.js';

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

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

  test('a refusal is logged without the token', async () => {
    await server.ask('/decode', { headers: bearer('hunter2') });
    expect(server.log.at(-1)).toMatchObject({ level: 40, status: 401, msg: 'request refused' });
    expect(JSON.stringify(server.log)).not.toContain('hunter2');
  });
});

describe('JSON Web Tokens', () => {
  const ISSUER = 'https://login.example.com/';
  const AUDIENCE = 'onboarding-codec';
  let privateKey: CryptoKey;
  let jwks: Server;
  let settings: JwtSettings;
  let server: CodecServerUnderTest;

  beforeAll(async () => {
    const pair = await generateKeyPair('RS256');
    privateKey = pair.privateKey;
    const published = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256' }] };
    jwks = createServer((_, response) => response.end(JSON.stringify(published)));
    await new Promise<void>((resolve) => jwks.listen(0, '127.0.0.1', resolve));
    const { port } = jwks.address() as AddressInfo;
    settings = { issuer: ISSUER, audience: AUDIENCE, jwksUrl: new URL(`http://127.0.0.1:${port}/jwks`) };
    server = await serverWith(settings);
  });
  afterAll(async () => {
    await server.stop();
    jwks.close();
  });

  async function serverWith(jwt: JwtSettings): Promise<CodecServerUnderTest> {
    return CodecServerUnderTest.start({ access: { kind: 'authenticated', tokens: [], jwt } });
  }

  const inAMinute = () => Math.floor(Date.now() / 1000) + 60;
  const rightClaims = (): JWTPayload => ({ iss: ISSUER, aud: AUDIENCE, sub: 'asha@example.com', exp: inAMinute() });
  const sign = (claims: JWTPayload, key: CryptoKey | Uint8Array = privateKey, alg = 'RS256') =>
    new SignJWT(claims).setProtectedHeader({ alg, kid: 'k1' }).sign(key);

  const statusWith = async (token: string, path = '/decode') =>
    (await server.ask(path, { headers: bearer(token) })).status;

  test('a token of the issuer for the audience may encode and decode', async () => {
    const token = await sign(rightClaims());
    expect(await statusWith(token, '/encode')).toBe(200);
    expect(await statusWith(token)).toBe(200);
  });

  test('the audit line names the subject', async () => {
    await statusWith(await sign(rightClaims()));
    expect(server.log.at(-1)).toMatchObject({ audit: 'decode', who: 'asha@example.com' });
  });

  test.each<[string, JWTPayload]>([
    ['of another issuer', { iss: 'https://evil.example.com/' }],
    ['for another audience', { aud: 'another' }],
    ['that is over for a minute', { exp: inAMinute() - 120 }],
    ['that holds from later on', { nbf: inAMinute() + 60 }],
  ])('a token %s is 401', async (_case, claims) => {
    expect(await statusWith(await sign({ ...rightClaims(), ...claims }))).toBe(401);
  });

  test.each(['iss', 'aud', 'sub', 'exp'])('a token without %s is 401', async (claim) => {
    const { [claim]: _left, ...claims } = rightClaims();
    expect(await statusWith(await sign(claims))).toBe(401);
  });

  test('a token signed with another key is 401', async () => {
    const { privateKey: other } = await generateKeyPair('RS256');
    expect(await statusWith(await sign(rightClaims(), other))).toBe(401);
  });

  test('a token signed with a shared secret is 401', async () => {
    expect(await statusWith(await sign(rightClaims(), Buffer.alloc(32), 'HS256'))).toBe(401);
  });

  test('a token that is not signed is 401', async () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    expect(await statusWith(`${part({ alg: 'none' })}.${part(rightClaims())}.`)).toBe(401);
  });

  test.each<[JWTPayload, number]>([
    [{ scope: 'openid codec:decode' }, 200],
    [{ scp: ['codec:decode'] }, 200],
    [{ roles: ['codec:decode'] }, 200],
    [{ permissions: ['codec:decode'] }, 200],
    [{ scope: 'openid codec:decoder' }, 403],
    [{ scope: { 'codec:decode': true } }, 403],
    [{}, 403],
  ])('where codec:decode is asked for, %j is %i to decode and 200 to encode', async (claims, status) => {
    const strict = await serverWith({ ...settings, decodeScope: 'codec:decode' });
    try {
      const headers = bearer(await sign({ ...rightClaims(), ...claims }));
      expect((await strict.ask('/decode', { headers })).status).toBe(status);
      expect((await strict.ask('/encode', { headers })).status).toBe(200);
    } finally {
      await strict.stop();
    }
  });

  test("while the issuer's keys cannot be had, a token is 503, not 401", async () => {
    const nobody = createServer();
    await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', resolve));
    const { port } = nobody.address() as AddressInfo;
    nobody.close();
    const cutOff = await serverWith({ ...settings, jwksUrl: new URL(`http://127.0.0.1:${port}/jwks`) });
    try {
      const { status } = await cutOff.ask('/decode', { headers: bearer(await sign(rightClaims())) });
      expect(status).toBe(503);
    } finally {
      await cutOff.stop();
    }
  });
});

describe('pages of the Web', () => {
  let server: CodecServerUnderTest;
  beforeAll(async () => {
    server = await CodecServerUnderTest.start();
  });
  afterAll(async () => {
    await server.stop();
  });

  test('a browser that asks first is told that Temporal Web may send what it sends', async () => {
    const { status, headers } = await server.ask('/decode', {
      method: 'OPTIONS',
      headers: {
        origin: WEB,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,authorization-extras,content-type,x-namespace',
      },
    });
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': WEB,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'Authorization, Authorization-Extras, Content-Type, X-Namespace',
      vary: 'Origin',
    });
  });

  test('the answer may be read by the page, a refusal too', async () => {
    for (const [headers, status] of [
      [bearer(READER), 200],
      [{}, 401],
    ] as const) {
      const answer = await server.ask('/decode', { headers: { origin: WEB, ...headers } });
      expect(answer.status).toBe(status);
      expect(answer.headers['access-control-allow-origin']).toBe(WEB);
    }
  });

  test.each(['https://evil.example.com', `${WEB}.evil.example`, 'http://temporal.example.com', `${WEB}:444`, 'null'])(
    'a page of %s is 403, asked first or not, whatever token it has',
    async (origin) => {
      for (const method of ['OPTIONS', 'POST']) {
        const answer = await server.ask('/decode', { method, headers: { origin, ...bearer(READER) } });
        expect(answer.status).toBe(403);
        expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
      }
    },
  );
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
