import { createHmac, generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseOnboardingId } from '../../src/contract/onboarding-id.js';
import type { OnboardingStatus } from '../../src/contract/status.js';
import { EventReader } from './support/event-reader.js';
import { GatewayScene, type Started } from './support/gateway-scene.js';

let scene: GatewayScene;
let victim: Started;
beforeAll(async () => {
  scene = await GatewayScene.start();
  victim = await scene.startAwaitingOtp();
});
afterAll(async () => {
  await scene.stop();
});

const TYPE = 'onboarding-otp+jwt';
const now = () => Math.floor(Date.now() / 1_000);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

const claims = () => ({ sub: victim.onboardingId, iat: now(), exp: now() + 3_600 });

/** Signs what jose would refuse to sign. */
function handMade(header: object, payload: object, hash: string | undefined): string {
  const text = `${encode(header)}.${encode(payload)}`;
  const signature = hash === undefined ? '' : createHmac(hash, scene.tokenKey).update(text).digest('base64url');
  return `${text}.${signature}`;
}

async function statusWith(token: string, { onboardingId } = victim): Promise<number> {
  return (await scene.get(`/v1/onboardings/${onboardingId}`, { as: token })).status;
}

test('a token that is made as the gateway makes it opens the onboarding: what the others lack is what they lack', async () => {
  const token = await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', typ: TYPE }).sign(scene.tokenKey);
  expect(await statusWith(token)).toBe(200);
  expect(await statusWith(handMade({ alg: 'HS256', typ: TYPE }, claims(), 'sha256'))).toBe(200);
});

const forgeries: [string, () => string | Promise<string>][] = [
  ['without a signature, alg none', () => handMade({ alg: 'none', typ: TYPE }, claims(), undefined)],
  ['with a signature and alg none', () => handMade({ alg: 'none', typ: TYPE }, claims(), 'sha256')],
  ['with alg HS512 under the right key', () => handMade({ alg: 'HS512', typ: TYPE }, claims(), 'sha512')],
  ['with alg HS384 under the right key', () => handMade({ alg: 'HS384', typ: TYPE }, claims(), 'sha384')],
  ['of another type under the right key', () => handMade({ alg: 'HS256', typ: 'JWT' }, claims(), 'sha256')],
  ['without a type', () => handMade({ alg: 'HS256' }, claims(), 'sha256')],
  [
    'under another key',
    () => new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', typ: TYPE }).sign(Buffer.alloc(32, 7)),
  ],
  [
    'with alg RS256 and a key of the forger in its header',
    async () => {
      const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const jwk = publicKey.export({ format: 'jwk' }) as Record<string, string>;
      return await new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', typ: TYPE, jwk }).sign(privateKey);
    },
  ],
  [
    'that is over since a second',
    () => handMade({ alg: 'HS256', typ: TYPE }, { ...claims(), exp: now() - 1 }, 'sha256'),
  ],
  ['that never ends', () => handMade({ alg: 'HS256', typ: TYPE }, { sub: victim.onboardingId, iat: now() }, 'sha256')],
  [
    'that is older than 24 hours whatever it says',
    () => handMade({ alg: 'HS256', typ: TYPE }, { ...claims(), iat: now() - 86_401 }, 'sha256'),
  ],
  [
    'for a bare workflow id',
    () =>
      handMade(
        { alg: 'HS256', typ: TYPE },
        { ...claims(), sub: parseOnboardingId(victim.onboardingId)?.workflowId },
        'sha256',
      ),
  ],
  ['for nobody', () => handMade({ alg: 'HS256', typ: TYPE }, { ...claims(), sub: undefined }, 'sha256')],
  [
    'with the payload of another token',
    () => {
      const [header = '', , signature = ''] = victim.otpToken.split('.');
      return `${header}.${encode({ ...claims(), exp: now() + 999_999 })}.${signature}`;
    },
  ],
  [
    'with one character of the signature changed',
    () => victim.otpToken.replace(/.(?=.{5}$)/, (c) => (c === 'A' ? 'B' : 'A')),
  ],
  ['cut off', () => victim.otpToken.slice(0, -1)],
];

test.each(forgeries)('a token %s is 401', async (_what, forge) => {
  expect(await statusWith(await forge())).toBe(401);
});

describe('a good token opens its own run and nothing else', () => {
  test('of another customer: 403 for status, events, code and resend, and the code is not tried', async () => {
    const request = scene.onboardings.request();
    const other = await scene.startAwaitingOtp(request);
    const path = `/v1/onboardings/${other.onboardingId}`;
    const as = victim.otpToken;
    const answers = [
      await scene.get(path, { as }),
      await scene.get(`${path}/events`, { as }),
      await scene.post(`${path}/otp`, { as, body: { otp: '123456' }, headers: { Prefer: 'wait=5' } }),
      await scene.post(`${path}/otp/resend`, { as }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    const { journal } = scene.onboardings.harness.simulators.iserveu;
    expect(journal.of('processCustomerRegistration', request.mobileNumber)).toEqual([]);
  });

  test('replayed against a later onboarding of the same customer, by its run or by the bare id: 403', async () => {
    const request = scene.onboardings.request();
    const yesterday = await scene.startAwaitingOtp(request);
    await scene.finish(yesterday);
    const today = await scene.startOnboarding(request);
    const { workflowId = '' } = parseOnboardingId(today.onboardingId) ?? {};
    expect(await statusWith(yesterday.otpToken, today)).toBe(403);
    expect(await statusWith(yesterday.otpToken, { ...today, onboardingId: workflowId })).toBe(403);
    expect(await statusWith(yesterday.otpToken, yesterday)).toBe(200);
  });

  test('a token in the URL is not looked at', async () => {
    const path = `/v1/onboardings/${victim.onboardingId}?token=${victim.otpToken}&access_token=${victim.otpToken}`;
    expect((await scene.get(path, { as: null })).status).toBe(401);
  });
});

test('the page is told that a step waits for a person, not the reason and not the cause', async () => {
  const request = scene.onboardings.request();
  const fault = { kind: 'status', status: 401 } as const;
  const { iserveu } = scene.onboardings.harness.simulators;
  iserveu.scriptFault({ operation: 'getCustomer', mobileNumber: request.mobileNumber, fault });
  const started = await scene.startOnboarding(request);
  const path = `/v1/onboardings/${started.onboardingId}`;
  const isWaiting = ({ attention }: OnboardingStatus) => attention !== undefined;

  const seen = async (as?: string) => {
    const options = as === undefined ? {} : { as };
    const reader = new EventReader(await scene.get(`${path}/events`, options));
    const event = await reader.until(isWaiting);
    await reader.close();
    return [event?.status.attention, ((await (await scene.get(path, options)).json()) as OnboardingStatus).attention];
  };
  const cause = 'iServeU refused our credentials (HTTP 401)';
  for (const attention of await seen()) expect(attention).toMatchObject({ reason: 'iserveu-access', cause });
  for (const attention of await seen(started.otpToken)) {
    expect(Object.keys(attention ?? {}).sort()).toEqual(['nextTryAt', 'since']);
  }
});

test('a token holds 20 streams; the next is 429, and a backend still gets one', async () => {
  const started = await scene.startAwaitingOtp();
  const path = `/v1/onboardings/${started.onboardingId}/events`;
  const reading = new AbortController();
  const { signal } = reading;
  const open = (as?: string) => scene.get(path, as === undefined ? { signal } : { as, signal });
  for (let streams = 0; streams < 20; streams += 1) expect((await open(started.otpToken)).status).toBe(200);
  const refused = await open(started.otpToken);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
  expect((await open()).status).toBe(200);
  reading.abort();
});

test('after a rotation tokens under the older key still open, and new ones are under the first key', async () => {
  const newKey = Buffer.alloc(32, 9).toString('base64');
  const oldKey = scene.tokenKey.toString('base64');
  const rotated = await GatewayScene.beside(scene, { GATEWAY_TOKEN_KEYS: `${newKey},${oldKey}` });
  try {
    const answer = await rotated.get(`/v1/onboardings/${victim.onboardingId}`, { as: victim.otpToken });
    expect(answer.status).toBe(200);
    const fresh = await rotated.startAwaitingOtp();
    expect(await statusWith(fresh.otpToken, fresh)).toBe(401);
    expect((await rotated.get(`/v1/onboardings/${fresh.onboardingId}`, { as: fresh.otpToken })).status).toBe(200);
  } finally {
    await rotated.stopGateway();
  }
});
