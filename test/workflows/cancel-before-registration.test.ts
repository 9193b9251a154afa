import { describe, expect, test } from 'vitest';
import { failed, httpStatus } from '../support/iserveu-faults.js';
import type { Onboarding } from '../support/onboarding.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import type { TestCustomer } from '../support/test-customer.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';
import { updateFailureType } from '../support/update-failure.js';
import { expectNoWorkflowTaskFailed, searchAttributesOverTime } from '../support/workflow-history.js';

const suite = TimeSkippingSuite.use();

/** Cancelled, and every sign of it is left tidy; get-customer was asked so often in all. */
async function expectCancelled(onboarding: Onboarding, customer: TestCustomer, questions: number): Promise<void> {
  expect(await onboarding.isCancelled()).toBe(true);
  const status = await onboarding.status();
  expect(status.stage).toBe('closed');
  expect(status).not.toHaveProperty('outcome');
  expect(status).not.toHaveProperty('attention');
  expect(status.timeline.map(({ event }) => event)).toContain('cancelRequested');
  expect((await searchAttributesOverTime(onboarding.handle)).at(-1)).toEqual({ OnboardingStage: 'closed' });
  expect(customer.count('getCustomer')).toBe(questions);
  expect(customer.registrations).toBe(0);
  await expectNoWorkflowTaskFailed(onboarding.handle);
}

describe('a cancel ends the onboarding as cancelled, where nothing can have been registered', () => {
  test('while get-customer is asked', async () => {
    const customer = suite.newCustomer().meets('getCustomer', { kind: 'none', delayMs: 2_000 });
    const onboarding = await customer.onboard();
    await suite.iserveu.journal.waitFor(({ subject }) => subject === customer.mobileNumber);
    await onboarding.handle.cancel();
    await expectCancelled(onboarding, customer, 1);
  });

  test.each([
    ['a lasting fault', httpStatus(401), 'iserveu-access'],
    ['an unknown agent', failed('-1', 'User not onboarded'), 'iserveu-agent'],
  ] as const)('while checking is in attention for %s', async (_what, fault, reason) => {
    const customer = suite.newCustomer().meets('getCustomer', fault, 'always');
    const onboarding = await customer.onboard();
    await onboarding.untilAttention(reason);
    await onboarding.handle.cancel();
    await expectCancelled(onboarding, customer, 1);
  });

  test('while get-customer is retried', async () => {
    const customer = suite.newCustomer().meets('getCustomer', httpStatus(503, { 'retry-after': '60' }), 'always');
    const onboarding = await customer.onboard();
    await suite.iserveu.journal.waitFor(({ subject }) => subject === customer.mobileNumber);
    await onboarding.handle.cancel();
    await expectCancelled(onboarding, customer, 1);
  });

  test('while a code is awaited', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard();
    await onboarding.untilStage('awaitingOtp');
    await onboarding.handle.cancel();
    await expectCancelled(onboarding, customer, 1);
  });

  test('while a code is awaited after a refused one', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard();
    await onboarding.untilStage('awaitingOtp');
    await onboarding.submit('999999');
    await onboarding.untilEvent('otpAwaited', 2);
    await onboarding.handle.cancel();
    await expectCancelled(onboarding, customer, 1);
  });

  test('while a send is in attention', async () => {
    const customer = suite.newCustomer().meets('sendOtp', httpStatus(401), 'always');
    const onboarding = await customer.onboard({}, { sendOtp: true });
    await onboarding.untilAttention('iserveu-access');
    await onboarding.handle.cancel();
    await expectCancelled(onboarding, customer, 1);
    expect(customer.count('sendOtp')).toBe(1);
  });

  test('while a code is being sent', async () => {
    const customer = suite.newCustomer().meets('sendOtp', { kind: 'none', delayMs: 2_000 });
    const onboarding = await customer.onboard({}, { sendOtp: true });
    await suite.iserveu.journal.waitFor(
      ({ operation, subject }) => operation === 'sendOtp' && subject === customer.mobileNumber,
    );
    await onboarding.handle.cancel();
    await expectCancelled(onboarding, customer, 1);
  });

  test('while a registration that was refused before it was processed is in attention', async () => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', httpStatus(401), 'always');
    const onboarding = await customer.onboard();
    await onboarding.untilStage('awaitingOtp');
    await onboarding.submit(RIGHT_OTP);
    await onboarding.untilAttention('iserveu-access');
    await onboarding.handle.cancel();
    await expectCancelled(onboarding, customer, 1);
    expect(customer.count('processCustomerRegistration')).toBe(1);
  });

  test('while a registration that was throttled waits for its next try', async () => {
    const customer = suite
      .newCustomer()
      .meets('processCustomerRegistration', httpStatus(429, { 'retry-after': '60' }), 'always');
    const onboarding = await customer.onboard();
    await onboarding.untilStage('awaitingOtp');
    await onboarding.submit(RIGHT_OTP);
    await expect.poll(() => customer.calls('processCustomerRegistration').at(0)?.ending).toBe('answered');
    await onboarding.handle.cancel();
    await expectCancelled(onboarding, customer, 1);
    expect(customer.count('processCustomerRegistration')).toBe(1);
  });
});

test('a code that comes after the cancel is out of place', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', {
    kind: 'reply',
    json: { statusCode: '-1', statusDesc: 'Invalid OTP', status: 'FAILED' },
    delayMs: 2_000,
  });
  const onboarding = await customer.onboard();
  await onboarding.untilStage('awaitingOtp');
  await onboarding.submit('999999');
  await onboarding.untilStage('registering');
  await onboarding.handle.cancel();
  expect(await updateFailureType(onboarding.verify(RIGHT_OTP))).toBe('OtpOutOfPlace');
  await onboarding.submit(RIGHT_OTP);
  await expectCancelled(onboarding, customer, 1);
  expect(customer.count('processCustomerRegistration')).toBe(1);
});
