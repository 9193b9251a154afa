import { describe, expect, test } from 'vitest';
import type { OnboardingStatus } from '../../src/contract/status.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use();

const GAP_MS = 60_000;

const deadlineMsOf = ({ otp }: OnboardingStatus) => Date.parse(otp?.deadline ?? '');
const resendAtMsOf = ({ otp }: OnboardingStatus) => Date.parse(otp?.resendAvailableAt ?? '');

describe('a resend', () => {
  test('1 s before the gap of 60 s is over sends nothing and changes nothing; 1 s after it sends', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard({}, { sendOtp: true });
    const first = await onboarding.untilEvent('otpSent');
    await suite.sleepUntil(resendAtMsOf(first) - 1_000);
    await onboarding.resend();
    expect(await onboarding.status()).toEqual(first);
    expect(customer.count('sendOtp')).toBe(1);

    await suite.sleepUntil(resendAtMsOf(first) + 1_000);
    await onboarding.resend();
    const second = await onboarding.untilEvent('otpSent', 2);
    expect(second.otp?.sends).toBe(2);
    expect(customer.count('sendOtp')).toBe(2);
  });

  test('renews the deadline and the gap, both from its call', async () => {
    const onboarding = await suite.newCustomer().onboard({}, { sendOtp: true });
    const first = await onboarding.untilEvent('otpSent');
    const askedAtMs = deadlineMsOf(first) - 60_000;
    await suite.sleepUntil(askedAtMs);
    await onboarding.resend();
    const second = await onboarding.untilEvent('otpSent', 2);
    expect(deadlineMsOf(second)).toBeGreaterThanOrEqual(askedAtMs + 600_000);
    expect(deadlineMsOf(second)).toBeLessThan(askedAtMs + 605_000);
    expect(resendAtMsOf(second) - GAP_MS).toBe(deadlineMsOf(second) - 600_000);

    await suite.sleepUntil(deadlineMsOf(second) - 1_000);
    expect((await onboarding.status()).stage).toBe('awaitingOtp');
    await suite.sleepUntil(deadlineMsOf(second) + 1_000);
    await onboarding.untilStage('closed');
    expect((await onboarding.result()).outcome).toBe('otpExpired');
  });

  test('at the limit of otpMaxSends (2) sends nothing, and says that it never will', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard({}, { sendOtp: true, otpMaxSends: 2 });
    const first = await onboarding.untilEvent('otpSent');
    await suite.sleepUntil(resendAtMsOf(first));
    await onboarding.resend();
    const second = await onboarding.untilEvent('otpSent', 2);
    expect(second.otp).not.toHaveProperty('resendAvailableAt');

    await suite.sleepUntil(resendAtMsOf(first) + 2 * GAP_MS);
    await onboarding.resend();
    expect(await onboarding.status()).toEqual(second);
    expect(customer.count('sendOtp')).toBe(2);
  });

  test('with otpMaxSends 1 is never made', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard({}, { sendOtp: true, otpMaxSends: 1 });
    const first = await onboarding.untilEvent('otpSent');
    expect(first.otp).not.toHaveProperty('resendAvailableAt');
    await suite.sleepUntil(deadlineMsOf(first) - 1_000);
    await onboarding.resend();
    expect(await onboarding.status()).toEqual(first);
    expect(customer.count('sendOtp')).toBe(1);
  });

  test('without sendOtp sends nothing and changes nothing', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard();
    const before = await onboarding.untilStage('awaitingOtp');
    await suite.sleepUntil(deadlineMsOf(before) - 1_000);
    await onboarding.resend();
    expect(await onboarding.status()).toEqual(before);
    await suite.sleepUntil(deadlineMsOf(before) + 1_000);
    await onboarding.untilStage('closed');
    expect(customer.count('sendOtp')).toBe(0);
  });

  test('asked for three times at once is made once', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard({}, { sendOtp: true });
    const first = await onboarding.untilEvent('otpSent');
    await suite.sleepUntil(resendAtMsOf(first));
    await Promise.all([onboarding.resend(), onboarding.resend(), onboarding.resend()]);
    expect((await onboarding.untilEvent('otpSent', 2)).otp?.sends).toBe(2);
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(customer.count('sendOtp')).toBe(2);
  });

  test('after a refused code is made once the gap is over', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard({}, { sendOtp: true });
    const first = await onboarding.untilEvent('otpSent');
    await onboarding.submit('999999');
    await onboarding.untilEvent('otpAwaited', 2);
    await suite.sleepUntil(resendAtMsOf(first));
    await onboarding.resend();
    expect((await onboarding.untilEvent('otpSent', 2)).otp).toMatchObject({ sends: 2, attemptsLeft: 4 });
    expect(customer.count('sendOtp')).toBe(2);
  });

  test('while a code is tried sends nothing', async () => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', { kind: 'none', delayMs: 1_000 });
    const onboarding = await customer.onboard({}, { sendOtp: true, otpResendGapMs: 1 });
    await onboarding.untilEvent('otpSent');
    await onboarding.submit('999999');
    await onboarding.untilStage('registering');
    await onboarding.resend();
    await onboarding.untilEvent('otpAwaited', 2);
    expect(customer.count('sendOtp')).toBe(1);
  });

  test('while another send is under way sends nothing', async () => {
    const customer = suite.newCustomer().meets('sendOtp', { kind: 'none', delayMs: 2_500 });
    const onboarding = await customer.onboard({}, { sendOtp: true, otpResendGapMs: 1 });
    await customer.untilCalled('sendOtp');
    await onboarding.resend();
    // A refused code ends the first wait, and in the next one the send is still under way.
    await onboarding.submit('999999');
    await onboarding.untilEvent('otpAwaited', 2);
    await onboarding.resend();
    expect((await onboarding.untilEvent('otpSent')).otp?.sends).toBe(1);
    expect(customer.count('sendOtp')).toBe(1);
    await onboarding.resend();
    expect((await onboarding.untilEvent('otpSent', 2)).otp?.sends).toBe(2);
  });

  test('while the customer is checked, and while the profile is fetched, sends nothing', async () => {
    const customer = suite.newCustomer().meets('getCustomer', { kind: 'none', delayMs: 500 });
    const onboarding = await customer.onboard({ clientCode: 'SESSION9' }, { sendOtp: true, otpResendGapMs: 1 });
    await onboarding.resend();
    await onboarding.untilEvent('otpSent');
    await onboarding.submit(RIGHT_OTP);
    const before = await onboarding.untilAttention('iifl-access');
    await onboarding.resend();
    expect(await onboarding.status()).toEqual(before);
    expect(customer.count('sendOtp')).toBe(1);
  });

  test('that starts before the deadline and is answered after it still renews the wait', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard({}, { sendOtp: true, otpWaitMs: 90_000 });
    const first = await onboarding.untilEvent('otpSent');
    customer.meets('sendOtp', { kind: 'none', delayMs: 3_000 });
    await suite.sleepUntil(deadlineMsOf(first) - 1_500);
    await onboarding.resend();
    const second = await onboarding.untilEvent('otpSent', 2);
    expect(second.stage).toBe('awaitingOtp');
    expect(deadlineMsOf(second)).toBeGreaterThan(deadlineMsOf(first));
    expect((await onboarding.verify(RIGHT_OTP)).result).toBe('registered');
  });
});
