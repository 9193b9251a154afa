import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWK, type JWTPayload } from 'jose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { IssuerKeysUnavailable } from '../../src/http-access/issuer-keys.js';
import { createJwtVerifier } from '../../src/http-access/json-web-tokens.js';

const ISSUER = 'https://issuer.example';
const AUDIENCE = 'onboarding';
const MINUTE_MS = 60_000;

/** A real server that publishes keys, or fails in the way that a test says. */
let server: Server;
let published: JWK[];
let requests: number;
let answer: RequestListener;
const publish: RequestListener = (_request, response) => response.end(JSON.stringify({ keys: published }));
const failWith =
  (status: number, body = ''): RequestListener =>
  (_request, response) =>
    response.writeHead(status).end(body);

beforeEach(async () => {
  // Timers stay real: only the time of day is moved.
  vi.useFakeTimers({ toFake: ['Date'] });
  published = [];
  requests = 0;
  answer = publish;
  server = createServer((request, response) => {
    requests += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  vi.useRealTimers();
  server.closeAllConnections();
  server.close();
});

const passes = (ms: number) => vi.setSystemTime(Date.now() + ms);

function verifier() {
  const { port } = server.address() as AddressInfo;
  return createJwtVerifier({ issuer: ISSUER, audience: AUDIENCE, jwksUrl: new URL(`http://127.0.0.1:${port}/jwks`) });
}

/** Publishes a new key, and makes tokens with it. */
async function addKey(alg = 'ES256', kid = alg) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  published.push({ ...(await exportJWK(publicKey)), kid, alg });
  return (claims: JWTPayload = {}) => {
    const now = Math.floor(Date.now() / 1_000);
    const usual = { iss: ISSUER, aud: AUDIENCE, sub: 'app-1', exp: now + 300 };
    return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg, kid }).sign(privateKey);
  };
}

const seconds = (offset: number) => Math.floor(Date.now() / 1_000) + offset;
const aDay = () => ({ exp: seconds(86_400) });

describe('signatures', () => {
  test.each(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'])(
    'a token signed by %s is taken',
    async (alg) => {
      const sign = await addKey(alg);
      expect(await verifier()(await sign())).toMatchObject({ subject: 'app-1' });
    },
  );

  test('a token signed with a shared secret, or by nobody, is not taken', async () => {
    await addKey();
    const claims = { iss: ISSUER, aud: AUDIENCE, sub: 'x', exp: seconds(300) };
    const shared = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.alloc(32, 1));
    expect(await verifier()(shared)).toBeUndefined();
    expect(await verifier()(new UnsecuredJWT(claims).encode())).toBeUndefined();
  });
});

describe('times', () => {
  test.each([
    ['expired 25 s ago', () => ({ exp: seconds(-25) }), true],
    ['expired 35 s ago', () => ({ exp: seconds(-35) }), false],
    ['valid in 25 s', () => ({ nbf: seconds(25) }), true],
    ['valid in 35 s', () => ({ nbf: seconds(35) }), false],
  ])('clocks may differ by 30 s: a token that is %s', async (_what, claims, isTaken) => {
    const sign = await addKey();
    expect((await verifier()(await sign(claims()))) !== undefined).toBe(isTaken);
  });

  test('a token expires 30 s after its exp', async () => {
    const sign = await addKey();
    const exp = seconds(300);
    expect(await verifier()(await sign({ exp }))).toMatchObject({ expiresAtMs: (exp + 30) * 1_000 });
  });
});

test.each([
  [{ scope: 'openid backend' }],
  [{ scope: ['openid', 'backend'] }],
  [{ scp: 'openid backend' }],
  [{ scp: ['openid', 'backend'] }],
  [{ permissions: 'openid backend' }],
  [{ permissions: ['openid', 'backend'] }],
  [{ scope: 'openid', permissions: ['backend'] }],
])('scopes are words with spaces between or a list: %j', async (claims) => {
  const sign = await addKey();
  expect((await verifier()(await sign(claims)))?.scopes).toEqual(['openid', 'backend']);
});

describe("while the issuer's keys cannot be fetched", () => {
  const FAILURES: [string, RequestListener][] = [
    ['answers 500', failWith(500)],
    ['answers 200 with a page of HTML', failWith(200, '<h1>Maintenance</h1>')],
    ['answers 200 with JSON that holds no keys', failWith(200, '{"error":"maintenance"}')],
    ['redirects', (_request, response) => response.writeHead(302, { location: '/elsewhere' }).end()],
    ['cuts the connection', (_request, response) => response.destroy()],
  ];

  test.each(FAILURES)('its known keys stay in use when it %s, for 10 minutes and for hours', async (_how, failure) => {
    const sign = await addKey();
    const verify = verifier();
    const token = await sign(aDay());
    expect(await verify(token)).toBeDefined();
    answer = failure;
    for (const ms of [11 * MINUTE_MS, 11 * MINUTE_MS, 180 * MINUTE_MS]) {
      passes(ms);
      expect(await verify(token)).toBeDefined();
    }
  });

  test.each(FAILURES)(
    'a token is neither taken nor refused when it %s before any keys are known',
    async (_how, failure) => {
      const sign = await addKey();
      answer = failure;
      await expect(verifier()(await sign())).rejects.toThrow(IssuerKeysUnavailable);
    },
  );

  test('it is asked again 5 s after a failed fetch, and its keys are taken then', async () => {
    const sign = await addKey();
    const verify = verifier();
    answer = failWith(503);
    await expect(verify(await sign())).rejects.toThrow(IssuerKeysUnavailable);
    answer = publish;
    passes(4_000);
    await expect(verify(await sign())).rejects.toThrow(IssuerKeysUnavailable);
    expect(requests).toBe(1);
    passes(1_000);
    expect(await verify(await sign())).toBeDefined();
    expect(requests).toBe(2);
  });
});

describe('200 tokens with unknown key ids make at most one request to the issuer', () => {
  const junk = async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const sign = (kid: string) =>
      new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: 'x', exp: seconds(300) })
        .setProtectedHeader({ alg: 'ES256', kid })
        .sign(privateKey);
    return Promise.all(Array.from({ length: 200 }, (_, index) => sign(`unknown-${index}`)));
  };

  test('when its keys are known', async () => {
    const sign = await addKey();
    const verify = verifier();
    await verify(await sign());
    passes(MINUTE_MS);
    const before = requests;
    for (const token of await junk()) expect(await verify(token)).toBeUndefined();
    expect(requests - before).toBe(1);
  });

  test('when its keys are known and it fails', async () => {
    const sign = await addKey();
    const verify = verifier();
    await verify(await sign());
    passes(MINUTE_MS);
    answer = failWith(500);
    const before = requests;
    for (const token of await junk()) expect(await verify(token)).toBeUndefined();
    expect(requests - before).toBe(1);
  });

  test('when it fails from the start', async () => {
    answer = failWith(500);
    const verify = verifier();
    for (const token of await junk()) await expect(verify(token)).rejects.toThrow(IssuerKeysUnavailable);
    expect(requests).toBe(1);
  });
});

test('a new key of the issuer is fetched for the first token that it signed', async () => {
  const first = await addKey('ES256', 'first');
  const verify = verifier();
  await verify(await first());
  const second = await addKey('ES256', 'second');
  passes(31_000);
  expect(await verify(await second())).toBeDefined();
});

test('a key that the issuer has withdrawn is trusted for at most 10 minutes', async () => {
  const sign = await addKey('ES256', 'first');
  const verify = verifier();
  const token = await sign(aDay());
  expect(await verify(token)).toBeDefined();
  published = [];
  await addKey('ES256', 'second');
  passes(10 * MINUTE_MS);
  expect(await verify(token)).toBeUndefined();
});
