import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CodecJwtTrust } from '../../src/config/codec-server.js';
import { bearer, CodecServerUnderTest } from './running-codec-server.js';

const ISSUER = 'https://login.example.com/';
const AUDIENCE = 'onboarding-codec';
let privateKey: CryptoKey;
let jwks: Server;
let settings: CodecJwtTrust;
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

async function serverWith(jwt: CodecJwtTrust): Promise<CodecServerUnderTest> {
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
