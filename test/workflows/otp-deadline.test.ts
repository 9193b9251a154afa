import { WorkflowNotFoundError } from '@temporalio/client';
import { describe, expect, test } from 'vitest';
import type { OnboardingStatus } from '../../src/contract/status.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { firstMomentMs } from '../support/moments.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use();

const WRONG_OTP = '999999';

const deadlineMsOf = ({ otp }: OnboardingStatus) => Date.parse(otp?.deadline ?? '');

describe('a wait of 10 minutes, the default', () => {
  test('ends 600,000 ms after it began', async () => {
    const onboarding = await suite.newCustomer().onboard();
    const status = await onboarding.untilStage('awaitingOtp');
    expect(deadlineMsOf(status) - (await firstMomentMs(onboarding, 'otpAwaited'))).toBe(600_000);
  });

  test('a code that comes 1 s before its end registers', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard();
    const status = await onboarding.untilStage('awaitingOtp');
    await suite.sleepUntil(deadlineMsOf(status) - 1_000);
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(customer.count('processCustomerRegistration')).toBe(1);
  });

  test('1 s before its end it is still awaited, 1 s after it is over: otpExpired, and a code is refused', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard();
    const status = await onboarding.untilStage('awaitingOtp');
    await suite.sleepUntil(deadlineMsOf(status) - 1_000);
    expect((await onboarding.status()).stage).toBe('awaitingOtp');

    await suite.sleepUntil(deadlineMsOf(status) + 1_000);
    await onboarding.untilStage('closed');
    await expect(onboarding.submit(RIGHT_OTP)).rejects.toBeInstanceOf(WorkflowNotFoundError);
    expect(await onboarding.result()).toEqual({ outcome: 'otpExpired' });
    expect(await firstMomentMs(onboarding, 'otpExpired')).toBeGreaterThanOrEqual(deadlineMsOf(status));
    expect(customer.count('processCustomerRegistration')).toBe(0);
  });
});

test.each([1, 90_000, 2_592_000_000])('a wait of %d ms ends as otpExpired no sooner', async (otpWaitMs) => {
  const onboarding = await suite.newCustomer().onboard({}, { otpWaitMs });
  expect((await onboarding.result()).outcome).toBe('otpExpired');
  const waitedMs = (await firstMomentMs(onboarding, 'otpExpired')) - (await firstMomentMs(onboarding, 'otpAwaited'));
  expect(waitedMs).toBeGreaterThanOrEqual(otpWaitMs);
  expect(waitedMs).toBeLessThan(otpWaitMs + 2_000);
});

describe('the wait starts anew', () => {
  test('after a refused code: 1 s after the first deadline a code still registers', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard();
    const first = await onboarding.untilStage('awaitingOtp');
    await suite.sleepUntil(deadlineMsOf(first) - 300_000);
    await onboarding.submit(WRONG_OTP);
    const second = await onboarding.untilEvent('otpAwaited', 2);
    expect(deadlineMsOf(second)).toBeGreaterThanOrEqual(deadlineMsOf(first) + 300_000);

    await suite.sleepUntil(deadlineMsOf(first) + 1_000);
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(customer.count('processCustomerRegistration')).toBe(2);
  });

  test('after an unconfirmed code, from the end of the read-back', async () => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', { kind: 'dropBefore' });
    const onboarding = await customer.onboard({}, { readBackWindowMs: 60_000 });
    const first = await onboarding.untilStage('awaitingOtp');
    await onboarding.submit(RIGHT_OTP);
    await onboarding.untilEvent('registrationUnconfirmed');
    const triedAtMs = await firstMomentMs(onboarding, 'otpTried');
    await suite.sleepUntil(triedAtMs + 61_000);
    const second = await onboarding.untilEvent('otpAwaited', 2);
    expect(second.otp?.lastProblem).toBe('unconfirmed');
    expect(deadlineMsOf(second)).toBeGreaterThanOrEqual(triedAtMs + 60_000 + 600_000);
    expect(deadlineMsOf(second)).toBeGreaterThan(deadlineMsOf(first));
    expect((await onboarding.result()).outcome).toBe('otpExpired');
  });
});

describe('the wait goes on as it was', () => {
  test.each([
    ['a malformed code', '12345', 'malformed'],
    ['a repeated code', WRONG_OTP, 'repeated'],
  ])('after %s: 1 s before the deadline it is awaited, 1 s after it is over', async (_what, otp, problem) => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard();
    await onboarding.untilStage('awaitingOtp');
    await onboarding.submit(WRONG_OTP);
    const before = await onboarding.untilEvent('otpAwaited', 2);

    await suite.sleepUntil(deadlineMsOf(before) - 300_000);
    await onboarding.submit(otp);
    const after = await onboarding.until((status) => status.otp?.lastProblem === problem);
    expect(deadlineMsOf(after)).toBe(deadlineMsOf(before));

    await suite.sleepUntil(deadlineMsOf(before) - 1_000);
    expect((await onboarding.status()).stage).toBe('awaitingOtp');
    await suite.sleepUntil(deadlineMsOf(before) + 1_000);
    await onboarding.untilStage('closed');
    expect((await onboarding.result()).outcome).toBe('otpExpired');
    expect(customer.count('processCustomerRegistration')).toBe(1);
  });
});

test('a code that comes while the last read-back after the expiry is made is tried before it ends', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', { kind: 'dropBefore' });
  const onboarding = await customer.onboard({}, { readBackWindowMs: 1 });
  await onboarding.untilStage('awaitingOtp');
  await onboarding.submit(RIGHT_OTP);
  const { otp } = await onboarding.untilEvent('otpAwaited', 2);
  const questions = customer.count('getCustomer');
  customer.meets('getCustomer', { kind: 'none', delayMs: 1_500 });
  await suite.sleepUntil(Date.parse(otp?.deadline ?? '') + 1);
  await suite.iserveu.journal.waitFor(
    ({ operation, subject }) => operation === 'getCustomer' && subject === customer.mobileNumber,
    { count: questions + 1 },
  );
  await onboarding.submit(RIGHT_OTP);
  expect((await onboarding.result()).outcome).toBe('registered');
  expect(customer.count('processCustomerRegistration')).toBe(2);
  expect(customer.registrations).toBe(1);
});
