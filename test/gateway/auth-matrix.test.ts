import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseOnboardingId } from '../../src/contract/onboarding-id.js';
import { OPERATIONS } from '../../src/gateway/operations/all-operations.js';
import { BACKEND_KEY, GatewayScene, OPERATOR_KEY, problemOf, type Started } from './support/gateway-scene.js';

let scene: GatewayScene;
let open: Started;
let openToken: string;
beforeAll(async () => {
  scene = await GatewayScene.start();
  open = await scene.startAwaitingOtp({ policy: { otpMaxAttempts: 100 } });
  openToken = open.otpToken;
});
afterAll(async () => {
  await scene.stop();
});

/** Every route that needs a caller, as the issue says who may use it. */
const MATRIX = [
  { route: 'POST /v1/onboardings', roles: ['backend', 'operator'] },
  { route: 'GET /v1/onboardings', roles: ['operator'] },
  { route: 'GET /v1/onboardings/{id}', roles: ['backend', 'operator', 'page'] },
  { route: 'GET /v1/onboardings/{id}/events', roles: ['backend', 'operator', 'page'] },
  { route: 'GET /v1/onboardings/{id}/result', roles: ['backend', 'operator'] },
  { route: 'POST /v1/onboardings/{id}/otp', roles: ['backend', 'operator', 'page'] },
  { route: 'POST /v1/onboardings/{id}/otp/resend', roles: ['backend', 'operator', 'page'] },
  { route: 'POST /v1/onboardings/{id}/cancel', roles: ['backend', 'operator'] },
  { route: 'POST /v1/onboardings/{id}/retry', roles: ['operator'] },
];
const OPEN_TO_ANYBODY = ['GET /healthz', 'GET /readyz', 'GET /metrics'];

test('the matrix names every operation', () => {
  const routes = OPERATIONS.map(({ method, path }) => `${method} ${path}`);
  expect(routes.sort()).toEqual([...MATRIX.map(({ route }) => route), ...OPEN_TO_ANYBODY].sort());
});

const credentials: Record<string, () => string | null> = {
  backend: () => BACKEND_KEY,
  operator: () => OPERATOR_KEY,
  page: () => openToken,
  stranger: () => null,
};

/** Makes a request that is refused for nothing but who makes it; what it does is not waited for. */
async function request(route: string, as: string | null): Promise<Response> {
  const [method = '', path = ''] = route.split(' ');
  // Cancelling would end what the other rows need, so a foreign onboarding is named where that is allowed.
  const id =
    path.endsWith('/cancel') && as !== openToken ? 'onboarding-00000000000000000000000000000000' : open.onboardingId;
  const body = path.endsWith('/otp') ? { otp: '000000' } : path === '/v1/onboardings' ? {} : undefined;
  const response = await scene.call(method, path.replace('{id}', id), { as, ...(method === 'POST' && { body }) });
  if (path.endsWith('/events') && response.ok) await response.body?.cancel();
  return response;
}

const rows = MATRIX.flatMap(({ route, roles }) =>
  Object.keys(credentials).map((who) => ({ route, who, isAllowed: roles.includes(who) })),
);

test.each(rows)('$route as $who: allowed $isAllowed', async ({ route, who, isAllowed }) => {
  const response = await request(route, credentials[who]?.() ?? null);
  if (isAllowed) {
    // An empty start, an unknown id and a resend of nothing are refused too, but only after the caller was let in.
    expect([200, 202, 400, 404, 409]).toContain(response.status);
    return;
  }
  expect(response.status).toBe(who === 'stranger' ? 401 : 403);
  expect(response.headers.get('www-authenticate')).toBe(who === 'stranger' ? 'Bearer' : null);
  expect(await problemOf(response)).toMatchObject({
    type: `/docs/errors/${who === 'stranger' ? 'not-authenticated' : 'not-allowed'}`,
  });
});

test.each(OPEN_TO_ANYBODY)('%s is open to anybody', async (route) => {
  const [, path = ''] = route.split(' ');
  expect((await scene.get(path, { as: null })).status).toBe(200);
});

test.each([
  ['an unknown key', 'Bearer made-up-unknown-key'],
  ['the hash of a key', 'Bearer 5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8'],
  ['no scheme', BACKEND_KEY],
  ['another scheme', `Basic ${Buffer.from(`app:${BACKEND_KEY}`).toString('base64')}`],
  ['an empty credential', 'Bearer '],
  ['two credentials', `Bearer ${BACKEND_KEY}, Bearer ${OPERATOR_KEY}`],
  ['a huge credential', `Bearer ${'x'.repeat(8_000)}`],
])('%s is 401', async (_what, authorization) => {
  const response = await scene.get('/v1/onboardings', { as: null, headers: { Authorization: authorization } });
  expect(response.status).toBe(401);
});

test('401 and 403 are the same whether the onboarding exists or not', async () => {
  const unknown = `onboarding-${'0'.repeat(32)}.${crypto.randomUUID()}`;
  const other = await scene.startAwaitingOtp();
  for (const as of [null, 'made-up-unknown-key', openToken]) {
    const answers = await Promise.all(
      [other.onboardingId, parseOnboardingId(other.onboardingId)?.workflowId ?? '', unknown, 'nonsense'].map(
        async (id) => {
          const response = await scene.get(`/v1/onboardings/${id}`, { as });
          const { instance: _instance, ...problem } = await problemOf(response);
          return { status: response.status, problem };
        },
      ),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.status).toBe(as === openToken ? 403 : 401);
  }
});

test('each decision makes one audit line: who by which credential, from where, what, with which status; no credential, no address', async () => {
  const path = `/v1/onboardings/${open.onboardingId}`;
  const before = scene.logLines.length;
  await scene.get(path);
  await scene.get(`${path}/result`, { as: openToken });
  await scene.get(path, { as: null });
  const lines = scene.logLines.slice(before).map((line) => JSON.parse(line) as Record<string, unknown>);
  const onboarding = open.onboardingId;
  const tokenId = decodeJwt(openToken).jti;
  const keyFingerprint = createHash('sha256').update(BACKEND_KEY).digest('hex').slice(0, 8);
  const [{ from } = {}] = lines;
  expect(from).toMatch(/^[0-9a-f]{16}$/);
  expect(lines.map(({ level: _level, time: _time, requestId: _id, msg: _msg, ...line }) => line)).toEqual([
    {
      audit: 'allowed',
      operation: 'readStatus',
      status: 200,
      from,
      role: 'backend',
      caller: 'app',
      keyFingerprint,
      onboarding,
    },
    {
      audit: 'refused',
      operation: 'readResult',
      refusal: 'notAllowed',
      status: 403,
      from,
      role: 'page',
      caller: 'otp token',
      tokenId,
      onboarding,
    },
    { audit: 'refused', operation: 'readStatus', refusal: 'notAuthenticated', status: 401, from, onboarding },
  ]);
  const log = scene.logLines.join('');
  for (const secret of [BACKEND_KEY, OPERATOR_KEY, openToken, '"from":"127.0.0.1']) expect(log).not.toContain(secret);
});
