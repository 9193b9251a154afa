import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/gateway/access/rate-limits.js';
import { GatewayScene, OPERATOR_KEY, problemOf, type Started } from './support/gateway-scene.js';

/** Small, so that a test reaches them soon; the ones for codes are the real ones. */
const LIMITS = {
  perCaller: { backend: 1_000, operator: 5, page: 15 },
  perOnboarding: 25,
  codesPerOnboarding: DEFAULT_LIMITS.codesPerOnboarding,
};

let scene: GatewayScene;
beforeAll(async () => {
  scene = await GatewayScene.start({ limits: LIMITS });
});
afterAll(async () => {
  await scene.stop();
});

async function statuses(count: number, make: (index: number) => Promise<Response>): Promise<number[]> {
  const answers: number[] = [];
  for (let index = 0; index < count; index += 1) answers.push((await make(index)).status);
  return answers;
}

const times = (count: number, status: number) => Array.from({ length: count }, () => status);
const pathOf = ({ onboardingId }: Started) => `/v1/onboardings/${onboardingId}`;

test('a guesser of codes is stopped at the gateway: of 60 codes in a row at most 20 reach iServeU', async () => {
  const request = scene.onboardings.request({ policy: { otpMaxAttempts: 100 } });
  const started = await scene.startAwaitingOtp(request);
  const answers = await statuses(60, async (index) => {
    const otp = String(200_000 + index);
    // Alone each credential would be let in longer.
    const as = index % 2 === 0 ? started.otpToken : undefined;
    return await scene.post(`${pathOf(started)}/otp`, {
      ...(as && { as }),
      body: { otp },
      headers: { Prefer: 'wait=10' },
    });
  });
  expect(answers).toEqual([...times(20, 200), ...times(40, 429)]);
  const { journal } = scene.onboardings.harness.simulators.iserveu;
  expect(journal.of('processCustomerRegistration', request.mobileNumber)).toHaveLength(20);
});

test('asking for codes counts with typing them', async () => {
  const started = await scene.startAwaitingOtp({ policy: { sendOtp: true } });
  const answers = await statuses(21, () => scene.post(`${pathOf(started)}/otp/resend`));
  expect(answers).toEqual([...times(20, 202), 429]);
});

test('the holder of a token is stopped at 8 requests a minute; another token of the onboarding is not', async () => {
  const request = scene.onboardings.request();
  const started = await scene.startAwaitingOtp(request);
  const answers = await statuses(16, () => scene.get(pathOf(started), { as: started.otpToken }));
  expect(answers).toEqual([...times(15, 200), 429]);
  const { otpToken: other } = await scene.startOnboarding(request);
  expect((await scene.get(pathOf(started), { as: other })).status).toBe(200);
});

test('an onboarding is asked for at most 25 times a minute by all together, and others are not touched', async () => {
  const [busy, quiet] = [await scene.startAwaitingOtp(), await scene.startAwaitingOtp()];
  const answers = await statuses(26, () => scene.get(pathOf(busy)));
  expect(answers).toEqual([...times(25, 200), 429]);
  expect((await scene.get(pathOf(quiet))).status).toBe(200);
});

test('an API key is stopped at its limit with 429, Retry-After and a problem that says so', async () => {
  const answers = await statuses(5, () => scene.get('/v1/onboardings', { as: OPERATOR_KEY }));
  expect(answers).toEqual(times(5, 200));
  const refused = await scene.get('/v1/onboardings', { as: OPERATOR_KEY });
  expect(refused.status).toBe(429);
  const seconds = Number(refused.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(await problemOf(refused)).toMatchObject({ type: '/docs/errors/too-many-requests', status: 429 });
  expect(JSON.parse(scene.logLines.at(-1) ?? '')).toMatchObject({
    audit: 'refused',
    refusal: 'callerLimit',
    caller: 'ops',
  });
});

describe('by address', () => {
  test('20 requests a minute, known or not, of any kind; forwarded addresses of strangers change nothing', async () => {
    const other = await GatewayScene.beside(scene, {}, { perAddress: 20 });
    try {
      const paths = ['/v1/onboardings', '/otp/x', '/docs', '/openapi.json', '/nothing'];
      const answers = await statuses(21, async (index) => {
        const headers = { 'X-Forwarded-For': `198.51.100.${index}` };
        return await other.get(paths[index % paths.length] ?? '', { as: null, headers });
      });
      expect(answers.slice(0, 20)).not.toContain(429);
      expect(answers.at(20)).toBe(429);
      expect((await other.get('/healthz')).status).toBe(200);
    } finally {
      await other.stopGateway();
    }
  });

  test('behind a trusted proxy each client has its own count; an IPv6 network of 64 bits counts as one', async () => {
    const environment = { GATEWAY_TRUSTED_PROXIES: '127.0.0.0/8' };
    const other = await GatewayScene.beside(scene, environment, { perAddress: 2 });
    try {
      const from = (address: string) =>
        statuses(1, () => other.get('/otp/x', { headers: { 'X-Forwarded-For': address } })).then(([status]) => status);
      expect([await from('198.51.100.1'), await from('198.51.100.1'), await from('198.51.100.1')]).toEqual([
        200, 200, 429,
      ]);
      expect(await from('198.51.100.2')).toBe(200);
      const network = ['2001:db8::1', '2001:db8::2', '2001:db8::ffff'];
      expect([await from(network[0] ?? ''), await from(network[1] ?? ''), await from(network[2] ?? '')]).toEqual([
        200, 200, 429,
      ]);
      expect(await from('2001:db8:0:1::1')).toBe(200);
    } finally {
      await other.stopGateway();
    }
  });
});
