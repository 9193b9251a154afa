import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS, type GatewayLimits } from '../../src/gateway/access/rate-limits.js';
import { BACKEND_KEY, GatewayScene, OPERATOR_KEY, problemOf, type Started } from './support/gateway-scene.js';
import { JwtIssuer } from './support/jwt-issuer.js';

/** Small, so that a test reaches them soon; the one for OTPs is the real one. */
const LIMITS = {
  perCaller: { backend: 1_000, operator: 5, page: 15 },
  perOnboarding: 25,
  otpsPerOnboarding: DEFAULT_LIMITS.otpsPerOnboarding,
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

test('a guesser of OTPs is stopped at the gateway: of 60 OTPs in a row at most 20 reach iServeU', async () => {
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

test('asking for OTPs counts with typing them', async () => {
  const started = await scene.startAwaitingOtp({ policy: { sendOtp: true } });
  const answers = await statuses(21, () => scene.post(`${pathOf(started)}/otp/resend`));
  expect(answers).toEqual([...times(20, 409), 429]);
});

test('the holder of a token is stopped at 15 requests a minute; another token of the onboarding is not', async () => {
  const request = scene.onboardings.request();
  const started = await scene.startAwaitingOtp(request);
  const answers = await statuses(16, () => scene.get(pathOf(started), { as: started.otpToken }));
  expect(answers).toEqual([...times(15, 200), 429]);
  const { otpToken: other } = await scene.startOnboarding(request);
  expect((await scene.get(pathOf(started), { as: other })).status).toBe(200);
});

test('about one onboarding 25 requests a minute are let in from all callers together; others are not touched', async () => {
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
  /** Another gateway with these limits, for as long as the work lasts. */
  async function beside(
    environment: Record<string, string>,
    limits: Partial<GatewayLimits>,
    work: (other: GatewayScene) => Promise<void>,
  ) {
    const other = await GatewayScene.beside(scene, environment, limits);
    try {
      await work(other);
    } finally {
      await other.stopGateway();
    }
  }
  const BEHIND_PROXY = { GATEWAY_TRUSTED_PROXIES: '127.0.0.0/8' };
  const statusFrom = async (other: GatewayScene, address: string) =>
    (await other.get('/otp/x', { as: null, headers: { 'X-Forwarded-For': address } })).status;

  test('20 requests a minute without a valid credential, of any kind; forwarded addresses of strangers change nothing', async () => {
    await beside({}, { perAddress: 20 }, async (other) => {
      const paths = ['/v1/onboardings', '/otp/x', '/docs', '/openapi.json', '/nothing'];
      const answers = await statuses(21, async (index) => {
        const headers = { 'X-Forwarded-For': `198.51.100.${index}` };
        return await other.get(paths[index % paths.length] ?? '', { as: null, headers });
      });
      expect(answers.slice(0, 20)).not.toContain(429);
      expect(answers.at(20)).toBe(429);
      expect((await other.get('/healthz')).status).toBe(200);
    });
  });

  test('strangers that used up an address lock out no API key, no JWT and no OTP token behind it', async () => {
    const issuer = await JwtIssuer.start();
    const started = await scene.startAwaitingOtp();
    await beside(issuer.environment, { perAddress: 2 }, async (other) => {
      const path = pathOf(started);
      expect(await statuses(3, () => other.get(path, { as: 'made-up-unknown-key' }))).toEqual([401, 401, 429]);
      for (const as of [BACKEND_KEY, await issuer.token(), started.otpToken]) {
        expect(await statuses(3, () => other.get(path, { as }))).toEqual(times(3, 200));
      }
      expect((await other.get(path, { as: null })).status).toBe(429);
    });
    await issuer.stop();
  });

  test('behind a trusted proxy each client has its own count; an IPv6 network of 64 bits counts as one', async () => {
    await beside(BEHIND_PROXY, { perAddress: 2 }, async (other) => {
      const from = (address: string) => statusFrom(other, address);
      expect([await from('198.51.100.1'), await from('198.51.100.1'), await from('198.51.100.1')]).toEqual([
        200, 200, 429,
      ]);
      expect(await from('198.51.100.2')).toBe(200);
      expect([await from('2001:db8::1'), await from('2001:db8::2'), await from('2001:db8::ffff')]).toEqual([
        200, 200, 429,
      ]);
      expect(await from('2001:db8:0:1::1')).toBe(200);
    });
  });

  test('a port behind a forwarded address, or what is no address in front of it, does not make it another one', async () => {
    await beside(BEHIND_PROXY, { perAddress: 4 }, async (other) => {
      const forms = (index: number) => `1.2.3.4:${5_000 + index}`;
      expect(
        await statuses(5, (index) => other.get('/otp/x', { as: null, headers: { 'X-Forwarded-For': forms(index) } })),
      ).toEqual([...times(4, 200), 429]);
      expect(await statusFrom(other, '1.2.3.4')).toBe(429);
      expect(await statusFrom(other, 'made-up, 1.2.3.4:80')).toBe(429);
      expect(await statusFrom(other, '1.2.3.4, 127.0.0.9:80')).toBe(429);
      const sixes = ['[2001:db8::1]:80', '[2001:db8::1]:81', '[2001:db8::1]', '2001:db8::1'];
      for (const six of sixes) expect(await statusFrom(other, six)).toBe(200);
      expect(await statusFrom(other, '[2001:db8::1]:82')).toBe(429);
    });
  });

  test('X-Forwarded-For of a peer that is not trusted is warned of once', async () => {
    await beside({}, {}, async (other) => {
      for (const address of ['198.51.100.1', '198.51.100.2']) await statusFrom(other, address);
      const warnings = other.logLines.filter((line) => line.includes('X-Forwarded-For'));
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain('GATEWAY_TRUSTED_PROXIES');
      expect(warnings[0]).not.toContain('198.51.100');
    });
    await beside(BEHIND_PROXY, {}, async (other) => {
      await statusFrom(other, '198.51.100.1');
      expect(other.logLines.join('')).not.toContain('X-Forwarded-For');
    });
  });
});
