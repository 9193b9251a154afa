import { expect, test } from 'vitest';
import { httpStatus } from '../support/iserveu-faults.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use();

const OTPS = Array.from({ length: 25 }, (_value, index) => String(100_001 + index));

test('registrations that stay 503: attention from the second OTP on, and the end after otpMaxAttempts OTPs', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', httpStatus(503), 'always');
  const onboarding = await customer.onboardUntilCode({}, { readBackWindowMs: 1_000 });
  const calls = () => customer.count('processCustomerRegistration');
  const seen: (string | undefined)[] = [];
  for (const [index, otp] of OTPS.entries()) {
    await onboarding.submit(otp);
    const status = await onboarding.until(
      ({ stage }) => stage === 'closed' || (stage === 'awaitingOtp' && calls() > index),
    );
    if (status.stage === 'closed') break;
    expect(status.otp).toMatchObject({ attemptsLeft: 5, lastProblem: 'unconfirmed' });
    seen.push(status.attention?.reason);
  }
  expect(seen).toEqual([undefined, 'iserveu-unavailable', 'iserveu-unavailable', 'iserveu-unavailable']);
  expect((await onboarding.result()).outcome).toBe('otpAttemptsExhausted');
  expect(calls()).toBe(5);
});

test('the attention of the outage goes with the first registration call that is answered', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', httpStatus(503), 2);
  const onboarding = await customer.onboardUntilCode({}, { readBackWindowMs: 1_000 });
  await onboarding.submit('111111');
  await onboarding.untilEvent('registrationUnconfirmed');
  await onboarding.untilStage('awaitingOtp');
  await onboarding.submit('222222');
  const { attention } = await onboarding.untilAttention('iserveu-unavailable');
  expect(attention).not.toHaveProperty('nextTryAt');
  await onboarding.submit('000000');
  await onboarding.until(({ otp }) => otp?.lastProblem === 'refused');
  expect(await onboarding.status()).not.toHaveProperty('attention');
  await onboarding.submit(RIGHT_OTP);
  expect((await onboarding.result()).outcome).toBe('registered');
});
