import { afterEach, describe, expect, test } from 'vitest';
import type { OnboardingPolicy } from '../../src/contract/policy.js';
import type { OnboardingStatus } from '../../src/contract/status.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use();

const deadlineMsOf = ({ otp }: OnboardingStatus) => Date.parse(otp?.deadline ?? '');
const resendAtMsOf = ({ otp }: OnboardingStatus) => Date.parse(otp?.resendAvailableAt ?? '');

afterEach(async () => {
  await suite.iserveu.acceptConnections();
});

/** An onboarding whose first code was sent, at the time from which another may be asked for; iServeU is down. */
async function startAndLoseIserveu(policy: Partial<OnboardingPolicy> = {}) {
  const customer = suite.newCustomer();
  const onboarding = await customer.onboard({}, { sendOtp: true, ...policy });
  const first = await onboarding.untilEvent('otpSent');
  await suite.iserveu.refuseConnections();
  await suite.sleepUntil(resendAtMsOf(first));
  return { customer, onboarding, first };
}

/** An onboarding that awaits a code, while iServeU has been down since it answered get-customer. */
async function startWithoutAnySend(policy: Partial<OnboardingPolicy> = {}) {
  const customer = suite.newCustomer();
  const onboarding = await customer.onboard({}, { sendOtp: true, ...policy });
  await suite.iserveu.journal.waitFor(
    ({ subject, ending }) => subject === customer.mobileNumber && ending === 'answered',
  );
  await suite.iserveu.refuseConnections();
  const awaiting = await onboarding.untilStage('awaitingOtp');
  return { customer, onboarding, awaiting };
}

describe('a first send whose connection is refused', () => {
  test('is not counted, and is tried again by itself: the customer has the whole time from the send', async () => {
    const { customer, onboarding, awaiting } = await startWithoutAnySend();
    await suite.sleepUntil(deadlineMsOf(awaiting) - 540_000);
    expect((await onboarding.status()).otp?.sends).toBe(0);
    await suite.iserveu.acceptConnections();
    await suite.sleepUntil(deadlineMsOf(awaiting) - 500_000);
    const sent = await onboarding.untilEvent('otpSent');
    expect(sent.otp?.sends).toBe(1);
    expect(deadlineMsOf(sent)).toBeGreaterThan(deadlineMsOf(awaiting) + 60_000);
    expect(sent.timeline.map(({ event }) => event)).not.toContain('attentionRaised');
    expect(customer.count('sendOtp')).toBe(1);
  });

  test('in attention is tried again by resendOtp, without any gap, since nothing was sent', async () => {
    const { customer, onboarding } = await startWithoutAnySend({ attentionAfterMs: 1 });
    const { otp } = await onboarding.untilAttention('iserveu-unavailable');
    expect(otp).toMatchObject({ sends: 0, resendAvailableAt: expect.any(String) as string });
    await suite.iserveu.acceptConnections();
    await onboarding.resend();
    const sent = await onboarding.untilEvent('otpSent');
    expect(sent.otp?.sends).toBe(1);
    expect(sent).not.toHaveProperty('attention');
    expect(customer.count('sendOtp')).toBe(1);
  });
});

describe('a resend whose connection is refused', () => {
  test('is not counted, is tried again by itself, and renews the deadline once it is sent', async () => {
    const { customer, onboarding, first } = await startAndLoseIserveu();
    await onboarding.resend();
    await suite.sleepUntil(resendAtMsOf(first) + 10_000);
    expect((await onboarding.status()).otp).toEqual(first.otp);

    await suite.iserveu.acceptConnections();
    await suite.sleepUntil(resendAtMsOf(first) + 60_000);
    const second = await onboarding.untilEvent('otpSent', 2);
    expect(second.otp?.sends).toBe(2);
    expect(deadlineMsOf(second)).toBeGreaterThan(resendAtMsOf(first) + 10_000 + 600_000);
    expect(second.timeline.map(({ event }) => event)).not.toContain('attentionRaised');
    expect(customer.count('sendOtp')).toBe(2);
  });

  test('needs attention after attentionAfterMs (60 s): not 1 s before, but 1 s after', async () => {
    const { onboarding, first } = await startAndLoseIserveu({ attentionAfterMs: 60_000 });
    await onboarding.resend();
    await suite.sleepUntil(resendAtMsOf(first) + 59_000);
    expect(await onboarding.status()).not.toHaveProperty('attention');
    await suite.sleepUntil(resendAtMsOf(first) + 61_000);
    expect((await onboarding.untilAttention('iserveu-unavailable')).stage).toBe('awaitingOtp');
  });

  test('in attention is tried again on retryNow, and the attention ends', async () => {
    const { customer, onboarding, first } = await startAndLoseIserveu({ attentionAfterMs: 1 });
    await onboarding.resend();
    expect((await onboarding.untilAttention('iserveu-unavailable')).otp?.sends).toBe(1);
    await suite.iserveu.acceptConnections();
    await onboarding.retryNow();
    const status = await onboarding.untilEvent('otpSent', 2);
    expect(status).not.toHaveProperty('attention');
    expect(deadlineMsOf(status)).toBeGreaterThan(deadlineMsOf(first));
    expect(customer.count('sendOtp')).toBe(2);
  });

  test('does not hold up the expiry: the wait ends at its deadline', async () => {
    const { customer, onboarding, first } = await startAndLoseIserveu({ otpWaitMs: 120_000 });
    await onboarding.resend();
    await suite.sleepUntil(deadlineMsOf(first) - 1_000);
    expect((await onboarding.status()).stage).toBe('awaitingOtp');
    await suite.sleepUntil(deadlineMsOf(first) + 1_000);
    // get-customer is asked before the end.
    await suite.iserveu.acceptConnections();
    expect((await onboarding.result()).outcome).toBe('otpExpired');
    expect(customer.count('sendOtp')).toBe(1);
  });

  test('is not tried again once a code has come', async () => {
    const { customer, onboarding, first } = await startAndLoseIserveu({ attentionAfterMs: 1 });
    await onboarding.resend();
    await onboarding.untilAttention('iserveu-unavailable');
    await suite.iserveu.acceptConnections();
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
    await suite.sleepUntil(deadlineMsOf(first));
    expect(customer.count('sendOtp')).toBe(1);
  });
});
