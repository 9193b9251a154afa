import { describe, expect, test } from 'vitest';
import type { OnboardingStatus } from '../../src/contract/status.js';
import { attentionEvery, longest } from '../support/attention-every.js';
import { failed, httpStatus } from '../support/iserveu-faults.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';
import { searchAttributesOverTime } from '../support/workflow-history.js';

const suite = TimeSkippingSuite.use();

const deadlineMsOf = ({ otp }: OnboardingStatus) => Date.parse(otp?.deadline ?? '');

const FAULTS = [
  ['HTTP 401', httpStatus(401), 'iserveu-access'],
  ['HTTP 403', httpStatus(403), 'iserveu-access'],
  ['-1 "User not onboarded"', failed('-1', 'User not onboarded'), 'iserveu-agent'],
  ['-1 "Username Must not be Empty"', failed('-1', 'Username Must not be Empty'), 'iserveu-agent'],
] as const;

describe.each(FAULTS)('a send that %s refuses', (_what, fault, reason) => {
  test('needs attention at once and is counted, while the wait runs on and a code ends the attention', async () => {
    const customer = suite.newCustomer().meets('sendOtp', fault, 'always');
    const onboarding = await customer.onboard({}, { sendOtp: true });
    const status = await onboarding.untilAttention(reason);
    expect(status).toMatchObject({ stage: 'awaitingOtp', otp: { sends: 1, attemptsLeft: 5 } });
    expect(customer.count('sendOtp')).toBe(1);

    await onboarding.submit('999999');
    const after = await onboarding.untilEvent('otpAwaited', 2);
    expect(after).not.toHaveProperty('attention');
    expect(after.timeline.map(({ event }) => event)).toContain('attentionCleared');
    expect((await onboarding.verify(RIGHT_OTP)).result).toBe('registered');
    expect(customer.count('sendOtp')).toBe(1);
  });

  test('does not hold up the expiry', async () => {
    const customer = suite.newCustomer().meets('sendOtp', fault, 'always');
    const onboarding = await customer.onboard({}, { sendOtp: true });
    const status = await onboarding.untilAttention(reason);
    await suite.sleepUntil(deadlineMsOf(status) - 1_000);
    expect((await onboarding.status()).attention?.reason).toBe(reason);
    await suite.sleepUntil(deadlineMsOf(status) + 1_000);
    const closed = await onboarding.untilStage('closed');
    expect(closed).not.toHaveProperty('attention');
    expect((await onboarding.result()).outcome).toBe('otpExpired');
    expect((await searchAttributesOverTime(onboarding.handle)).at(-1)).not.toHaveProperty('OnboardingAttention');
  });

  test('is made again on retryNow, and counted again', async () => {
    const customer = suite.newCustomer().meets('sendOtp', fault);
    const onboarding = await customer.onboard({}, { sendOtp: true });
    const before = await onboarding.untilAttention(reason);
    await suite.sleepUntil(deadlineMsOf(before) - 30_000);
    await onboarding.retryNow();
    const after = await onboarding.untilEvent('otpSent');
    expect(after.otp?.sends).toBe(2);
    expect(after).not.toHaveProperty('attention');
    // The code came late, and the customer has the whole time from then on.
    expect(deadlineMsOf(after)).toBeGreaterThan(deadlineMsOf(before) + 560_000);
    expect(customer.count('sendOtp')).toBe(2);
  });
});

test('a send in attention is made again by itself after attentionRetryMs: not 1 s before, but 1 s after', async () => {
  const customer = suite.newCustomer().meets('sendOtp', httpStatus(401));
  const onboarding = await customer.onboard({}, { ...attentionEvery(60_000), sendOtp: true });
  const { attention } = await onboarding.untilAttention('iserveu-access');
  const nextTryAtMs = Date.parse(attention?.nextTryAt ?? '');
  const waitMs = nextTryAtMs - Date.parse(attention?.since ?? '');
  expect(waitMs).toBeGreaterThanOrEqual(60_000);
  expect(waitMs).toBeLessThanOrEqual(longest(60_000));
  await suite.sleepUntil(nextTryAtMs - 1_000);
  expect(customer.count('sendOtp')).toBe(1);
  await suite.sleepUntil(nextTryAtMs + 1_000);
  await onboarding.untilEvent('otpSent');
  expect(customer.count('sendOtp')).toBe(2);
});

test('a send in attention is made again by resendOtp, once the gap is over', async () => {
  const customer = suite.newCustomer().meets('sendOtp', httpStatus(401));
  const onboarding = await customer.onboard({}, { sendOtp: true });
  const { otp } = await onboarding.untilAttention('iserveu-access');
  await onboarding.resend();
  expect(customer.count('sendOtp')).toBe(1);
  await suite.sleepUntil(Date.parse(otp?.resendAvailableAt ?? ''));
  await onboarding.resend();
  expect(await onboarding.untilEvent('otpSent')).not.toHaveProperty('attention');
  expect(customer.count('sendOtp')).toBe(2);
});

test('at otpMaxSends (2) the attention stays without a next try, and retryNow sends nothing more', async () => {
  const customer = suite.newCustomer().meets('sendOtp', httpStatus(401), 'always');
  const onboarding = await customer.onboard({}, { sendOtp: true, otpMaxSends: 2 });
  const first = await onboarding.untilAttention('iserveu-access');
  await onboarding.retryNow();
  const second = await onboarding.until(
    ({ attention }) => attention !== undefined && attention.nextTryAt === undefined,
  );
  expect(second.otp?.sends).toBe(2);
  expect(second.attention?.since).toBe(first.attention?.since);

  await onboarding.retryNow();
  await suite.sleepUntil(deadlineMsOf(second) - 1_000);
  expect((await onboarding.status()).attention).toEqual(second.attention);
  expect(customer.count('sendOtp')).toBe(2);
  expect((await onboarding.verify(RIGHT_OTP)).result).toBe('registered');
  expect((await onboarding.result()).outcome).toBe('registered');
});
