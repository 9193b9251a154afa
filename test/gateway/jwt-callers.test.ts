import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { BACKEND_KEY, GatewayScene, problemOf } from './support/gateway-scene.js';
import { AUDIENCE, ISSUER, JwtIssuer } from './support/jwt-issuer.js';

let issuer: JwtIssuer;
let scene: GatewayScene;
beforeAll(async () => {
  issuer = await JwtIssuer.start();
  scene = await GatewayScene.start({ environment: issuer.environment });
});
afterAll(async () => {
  await scene.stop();
  await issuer.stop();
});

const LIST = '/v1/onboardings';
const UNKNOWN = `/v1/onboardings/onboarding-${'0'.repeat(32)}`;
const statusOf = async (path: string, as: string) => (await scene.get(path, { as })).status;

test('the role stands in scope, scp, roles or permissions: a backend may read, an operator may also list', async () => {
  const backend = await issuer.token({ scope: 'openid backend' });
  expect(await statusOf(UNKNOWN, backend)).toBe(404);
  expect(await statusOf(LIST, backend)).toBe(403);
  for (const scope of ['operator', 'backend operator', 'operator backend']) {
    expect(await statusOf(LIST, await issuer.token({ scope }))).toBe(200);
  }
  for (const claim of ['scp', 'roles', 'permissions']) {
    expect(await statusOf(LIST, await issuer.token({ scope: 'openid', [claim]: ['operator'] }))).toBe(200);
  }
});

test('API keys work beside JWTs', async () => {
  expect(await statusOf(UNKNOWN, BACKEND_KEY)).toBe(404);
});

test('the audit line names the subject, and cannot be broken by it', async () => {
  const sub = 'app-2"}\n{"audit":"allowed';
  await scene.get(UNKNOWN, { as: await issuer.token({ sub }) });
  const line = JSON.parse(scene.logLines.at(-1) ?? '') as { caller: string };
  expect(line.caller).toBe('jwt:app-2?????audit?:?allowed');
});

const now = Math.floor(Date.now() / 1_000);
describe.each<[string, () => string | Promise<string>]>([
  ['of another issuer', () => issuer.token({ iss: 'https://other.example' })],
  ['for another audience', () => issuer.token({ aud: 'billing' })],
  ['that expired a minute ago', () => issuer.token({ exp: now - 60 })],
  ['that has not begun', () => issuer.token({ nbf: now + 600 })],
  ['that never ends', () => issuer.token({ exp: undefined })],
  ['without a subject', () => issuer.token({ sub: undefined })],
  ['without a scope', () => issuer.token({ scope: undefined })],
  ['with a scope that holds no role', () => issuer.token({ scope: 'backends operator-of-billing page' })],
  ['with a scope that is an object', () => issuer.token({ scope: { operator: true } })],
  [
    'with alg none',
    () => new UnsecuredJWT({ iss: ISSUER, aud: AUDIENCE, sub: 'x', scope: 'operator', exp: now + 60 }).encode(),
  ],
  [
    'signed by nobody known',
    () =>
      new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: 'x', scope: 'operator', exp: now + 60 })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
        .sign(Buffer.alloc(32, 1)),
  ],
  [
    'signed with the key of the OTP tokens',
    () =>
      new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: 'x', scope: 'operator', iat: now, exp: now + 60 })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(scene.tokenKey),
  ],
])('a JWT %s', (_what, make) => {
  test('is 401', async () => {
    expect(await statusOf(LIST, await make())).toBe(401);
  });
});

test("while the issuer's keys are unavailable: 503 for new JWTs, and API keys still work", async () => {
  const dark = await JwtIssuer.start();
  dark.answerWith(500);
  const other = await GatewayScene.beside(scene, dark.environment);
  try {
    const answer = await other.get(UNKNOWN, { as: await dark.token() });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(await problemOf(answer)).toMatchObject({ type: '/docs/errors/keys-unavailable' });
    expect((await other.get(UNKNOWN)).status).toBe(404);
    dark.answerWith(200);
    await vi.waitFor(
      async () => {
        expect((await other.get(UNKNOWN, { as: await dark.token() })).status).toBe(404);
      },
      { timeout: 10_000, interval: 250 },
    );
  } finally {
    await other.stopGateway();
    await dark.stop();
  }
});
