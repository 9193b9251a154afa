import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Onboarding } from '../support/onboarding.js';
import { firstMomentMs } from '../support/moments.js';
import { PausableWorker } from '../support/pausable-worker.js';
import { attributesOf } from '../support/workflow-history.js';

const OTP_WAIT_MS = 6_000;
/** So that the renewed wait ends well after the first one. */
const GAP_MS = 4_000;

let worker: PausableWorker;

beforeAll(async () => {
  worker = await PausableWorker.create();
});
afterEach(async () => {
  await worker.pause();
});
afterAll(async () => {
  await worker.stop();
});

const timersFired = async ({ handle }: Onboarding) => (await attributesOf(handle, 'timerFiredEventAttributes')).length;
const callsEnded = async ({ handle }: Onboarding) =>
  (await attributesOf(handle, 'activityTaskCompletedEventAttributes')).length;

test.each([
  ['before', '9876500001', 500],
  ['after', '9876500002', 3_000],
])(
  'a resend answered %s the deadline renews the wait, also where both are handled at once',
  async (order, mobileNumber, delayMs) => {
    const { iserveu } = worker;
    await worker.resume();
    const policy = { sendOtp: true, otpWaitMs: OTP_WAIT_MS, otpResendGapMs: GAP_MS };
    const onboarding = await worker.startOnboarding(mobileNumber, policy);
    const { otp } = await onboarding.untilEvent('otpSent');
    const resendAtMs = Date.parse(otp?.resendAvailableAt ?? '');
    iserveu.scriptFault({ operation: 'sendOtp', mobileNumber, fault: { kind: 'none', delayMs } });
    await expect.poll(() => Date.now(), { timeout: 20_000 }).toBeGreaterThan(resendAtMs);
    await onboarding.resend();
    await iserveu.journal.waitFor(({ operation, subject }) => operation === 'sendOtp' && subject === mobileNumber, {
      count: 2,
    });

    // It takes no work from now on, and lets the call that is under way end.
    const paused = worker.pause();
    if (order === 'after') {
      await expect.poll(() => timersFired(onboarding), { timeout: 20_000 }).toBe(1);
      expect(await callsEnded(onboarding)).toBe(2);
    }
    await paused;
    expect(await callsEnded(onboarding)).toBe(3);
    if (order === 'before') {
      expect(await timersFired(onboarding)).toBe(0);
      await expect.poll(() => timersFired(onboarding), { timeout: 20_000 }).toBe(1);
    }

    await worker.resume();
    expect((await onboarding.result()).outcome).toBe('otpExpired');
    expect(await firstMomentMs(onboarding, 'otpExpired')).toBeGreaterThanOrEqual(resendAtMs + OTP_WAIT_MS);
  },
);
