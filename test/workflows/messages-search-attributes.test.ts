import { expect, test } from 'vitest';
import type { OnboardingStatus } from '../../src/contract/status.js';
import { failed } from '../support/iserveu-faults.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';
import { searchAttributesOverTime } from '../support/workflow-history.js';

const suite = TimeSkippingSuite.use();

const deadlineOf = ({ otp }: OnboardingStatus) => otp?.deadline;

test('a registration with a profile: awaitingOtp with its deadline, then closed; nothing for steps without a fault', async () => {
  const customer = suite.newCustomer();
  const onboarding = await customer.onboard({ clientCode: customer.clientCode });
  const deadline = deadlineOf(await onboarding.untilStage('awaitingOtp'));
  await onboarding.submit(RIGHT_OTP);
  await onboarding.result();
  expect(await searchAttributesOverTime(onboarding.handle)).toEqual([
    { OnboardingStage: 'awaitingOtp', OnboardingOtpDeadline: deadline },
    { OnboardingStage: 'closed', OnboardingOutcome: 'registered' },
  ]);
});

test('a refused code: awaitingOtp with the new deadline', async () => {
  const onboarding = await suite.newCustomer().onboard();
  const first = deadlineOf(await onboarding.untilStage('awaitingOtp'));
  await onboarding.submit('999999');
  const second = deadlineOf(await onboarding.untilEvent('otpAwaited', 2));
  expect(await searchAttributesOverTime(onboarding.handle)).toEqual([
    { OnboardingStage: 'awaitingOtp', OnboardingOtpDeadline: first },
    { OnboardingStage: 'awaitingOtp', OnboardingOtpDeadline: second },
  ]);
});

test('a resend: the new deadline', async () => {
  const onboarding = await suite.newCustomer().onboard({}, { sendOtp: true, otpResendGapMs: 1 });
  const first = await onboarding.untilEvent('otpSent');
  await onboarding.resend();
  const second = await onboarding.untilEvent('otpSent', 2);
  expect(deadlineOf(second)).not.toBe(deadlineOf(first));
  expect((await searchAttributesOverTime(onboarding.handle)).at(-1)).toEqual({
    OnboardingStage: 'awaitingOtp',
    OnboardingOtpDeadline: deadlineOf(second),
  });
});

test('a malformed or repeated code costs no event', async () => {
  const onboarding = await suite.newCustomer().onboard();
  await onboarding.untilStage('awaitingOtp');
  await onboarding.submit('999999');
  await onboarding.untilEvent('otpAwaited', 2);
  const before = await searchAttributesOverTime(onboarding.handle);
  for (const otp of ['1', '999999']) await onboarding.submit(otp);
  await onboarding.untilEvent('otpRepeated');
  expect(await searchAttributesOverTime(onboarding.handle)).toEqual(before);
});

test.each([
  ['otpExpired', {}],
  ['otpAttemptsExhausted', { codes: ['999999'] }],
  ['rejected', { codes: [RIGHT_OTP], fault: failed('-1', 'Customer is blocked') }],
  ['alreadyRegistered', { isVerified: true }],
] as const)('%s: closed with that outcome alone', async (outcome, example) => {
  const { codes = [], fault, isVerified } = { codes: undefined, fault: undefined, isVerified: false, ...example };
  const customer = suite.newCustomer();
  if (isVerified) customer.is('verified');
  if (fault !== undefined) customer.meets('processCustomerRegistration', fault);
  const onboarding = await customer.onboard({}, { otpMaxAttempts: 1 });
  if (!isVerified) await onboarding.untilStage('awaitingOtp');
  for (const otp of codes) await onboarding.submit(otp);
  expect((await onboarding.result()).outcome).toBe(outcome);
  expect((await searchAttributesOverTime(onboarding.handle)).at(-1)).toEqual({
    OnboardingStage: 'closed',
    OnboardingOutcome: outcome,
  });
});
