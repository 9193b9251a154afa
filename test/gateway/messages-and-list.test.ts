import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parseOnboardingId } from '../../src/contract/onboarding-id.js';
import { GatewayScene, OPERATOR_KEY, problemOf } from './support/gateway-scene.js';

let scene: GatewayScene;
beforeAll(async () => {
  scene = await GatewayScene.start();
});
afterAll(async () => {
  await scene.stop();
});

const pathOf = ({ onboardingId }: { onboardingId: string }) => `/v1/onboardings/${onboardingId}`;
const until = (onboardingId: string, fits: Parameters<typeof scene.onboardings.until>[1]) =>
  scene.onboardings.until(parseOnboardingId(onboardingId)?.workflowId ?? '', fits);

interface Listed {
  onboardings: { onboardingId: string; execution: string; stage?: string; attention?: string }[];
  nextPageToken?: string;
}
const list = async (query: string) =>
  (await (await scene.get(`/v1/onboardings?${query}`, { as: OPERATOR_KEY })).json()) as Listed;

async function startNeedingAttention() {
  const request = scene.onboardings.request();
  scene.onboardings.harness.simulators.iserveu.scriptFault({
    operation: 'getCustomer',
    mobileNumber: request.mobileNumber,
    fault: { kind: 'status', status: 401 },
  });
  const started = await scene.startOnboarding(request);
  await until(started.onboardingId, ({ attention }) => attention?.reason === 'iserveu-access');
  return started;
}

describe('messages', () => {
  test('resend has a new code sent where the policy allows it', async () => {
    const started = await scene.startAwaitingOtp({ policy: { sendOtp: true, otpResendGapMs: 1 } });
    await until(started.onboardingId, ({ otp }) => otp?.sends === 1);
    const answer = await scene.post(`${pathOf(started)}/otp/resend`, { as: started.otpToken });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(pathOf(started));
    const { otp } = await until(started.onboardingId, (status) => status.otp?.sends === 2);
    expect(otp?.sends).toBe(2);
  });

  test.each([
    ['the caller sends the OTPs', {}, null],
    ['the gap after the last OTP is not over', { sendOtp: true, otpResendGapMs: 60_000 }, /^(5\d|60)$/],
    ['all OTPs were sent', { sendOtp: true, otpResendGapMs: 1, otpMaxSends: 1 }, null],
  ])('resend is 409 otp-not-sendable where %s, and sends nothing', async (_why, policy, retryAfter) => {
    const started = await scene.startAwaitingOtp({ policy });
    const sends = 'sendOtp' in policy ? 1 : 0;
    await until(started.onboardingId, ({ otp }) => otp?.sends === sends);
    const answer = await scene.post(`${pathOf(started)}/otp/resend`, { as: started.otpToken });
    expect(answer.status).toBe(409);
    if (retryAfter === null) expect(answer.headers.get('retry-after')).toBeNull();
    else expect(answer.headers.get('retry-after')).toMatch(retryAfter);
    expect(await problemOf(answer)).toMatchObject({ type: '/docs/errors/otp-not-sendable' });
    const { otp } = await until(started.onboardingId, () => true);
    expect(otp?.sends).toBe(sends);
  });

  test('cancel ends the onboarding', async () => {
    const started = await scene.startAwaitingOtp();
    expect((await scene.post(`${pathOf(started)}/cancel`)).status).toBe(202);
    const { stage } = await until(started.onboardingId, (status) => status.stage === 'closed');
    expect(stage).toBe('closed');
  });

  test('retry tries the step that needs attention again', async () => {
    const started = await startNeedingAttention();
    expect((await scene.post(`${pathOf(started)}/retry`, { as: OPERATOR_KEY })).status).toBe(202);
    const { attention } = await until(started.onboardingId, ({ stage }) => stage === 'awaitingOtp');
    expect(attention).toBeUndefined();
  });

  test.each(['otp/resend', 'cancel', 'retry'])('%s of an onboarding that has ended is 409', async (what) => {
    const started = await scene.startAwaitingOtp();
    await scene.finish(started);
    const answer = await scene.post(`${pathOf(started)}/${what}`, { as: OPERATOR_KEY });
    expect(answer.status).toBe(409);
    expect(await problemOf(answer)).toMatchObject({ type: '/docs/errors/onboarding-closed' });
  });

  test.each([
    ['no body', {}],
    ['no body but a content type', { headers: { 'Content-Type': 'application/json' } }],
    ['an empty object', { body: {} }],
  ])('a message may come with %s', async (_what, options) => {
    const started = await scene.startAwaitingOtp();
    expect((await scene.post(`${pathOf(started)}/cancel`, options)).status).toBe(202);
  });
});

describe('the list', () => {
  test('is narrowed by stage, outcome and attention, and names each run as the other routes do', async () => {
    const waiting = await scene.startAwaitingOtp();
    const needing = await startNeedingAttention();
    const ended = await scene.startAwaitingOtp();
    await scene.finish(ended);
    await vi.waitFor(
      async () => {
        const idsOf = async (query: string) => (await list(query)).onboardings.map(({ onboardingId }) => onboardingId);
        expect(await idsOf('stage=awaitingOtp')).toContain(waiting.onboardingId);
        expect(await idsOf('attention=iserveu-access')).toEqual([needing.onboardingId]);
        expect(await idsOf('outcome=registered')).toContain(ended.onboardingId);
        expect(await idsOf('')).toEqual(expect.arrayContaining([waiting, needing, ended].map((s) => s.onboardingId)));
      },
      { timeout: 20_000, interval: 100 },
    );
    const [entry] = (await list('attention=iserveu-access')).onboardings;
    expect(entry).toMatchObject({ execution: 'open', stage: 'checking', attention: 'iserveu-access' });
  });

  test.each([
    'stage=x',
    'outcome=done',
    'attention=',
    'pageToken=x',
    'pageToken=!',
    'foo=1',
    'stage=closed&stage=closed',
  ])('the query %s is refused with 400', async (query) => {
    const answer = await scene.get(`/v1/onboardings?${query}`, { as: OPERATOR_KEY });
    expect(answer.status).toBe(400);
    expect(await problemOf(answer)).toMatchObject({ type: '/docs/errors/invalid-request' });
  });
});

test('a list longer than a page has a token for the next one', async () => {
  const { workflow } = scene.onboardings.environment.client;
  const taskQueue = 'nobody-works-here';
  const starts = Array.from({ length: 101 }, () =>
    workflow.start('onboardCustomer', { workflowId: `foreign-${crypto.randomUUID()}`, taskQueue, args: [{}] }),
  );
  await Promise.all(starts);
  await vi.waitFor(
    async () => {
      const first = await list('');
      expect(first.onboardings).toHaveLength(100);
      const second = await list(`pageToken=${first.nextPageToken ?? ''}`);
      expect(second.onboardings.length).toBeGreaterThan(0);
      const ids = [...first.onboardings, ...second.onboardings].map(({ onboardingId }) => onboardingId);
      expect(new Set(ids).size).toBe(ids.length);
    },
    { timeout: 30_000, interval: 200 },
  );
});
