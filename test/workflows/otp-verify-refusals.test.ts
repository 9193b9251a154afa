import { describe, expect, test } from 'vitest';
import { VERIFY_OTP_UPDATE } from '../../src/contract/names.js';
import { failed, httpStatus } from '../support/iserveu-faults.js';
import type { Onboarding } from '../support/onboarding.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { clientSending, ODD_PAYLOADS } from '../support/raw-client.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';
import { updateFailureType } from '../support/update-failure.js';
import { attributesOf, expectNoWorkflowTaskFailed } from '../support/workflow-history.js';

const suite = TimeSkippingSuite.use();

const SLOW = { kind: 'none', delayMs: 1_000 } as const;

const acceptedUpdates = ({ handle }: Onboarding) =>
  attributesOf(handle, 'workflowExecutionUpdateAcceptedEventAttributes');

describe('OtpMalformed', () => {
  test.each<[string, unknown[]]>([
    ['five digits', [{ otp: '12345' }]],
    ['a letter', [{ otp: '12345a' }]],
    ['a number', [{ otp: 123456 }]],
    ['null', [{ otp: null }]],
    ['no otp', [{}]],
    ['the bare code', ['123456']],
    ['no argument', []],
  ])('%s: refused, and nothing of it is in the history or the status', async (_what, args) => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard();
    const before = await onboarding.untilStage('awaitingOtp');
    const update = onboarding.handle.executeUpdate<unknown, [unknown]>(VERIFY_OTP_UPDATE, { args: args as [unknown] });
    expect(await updateFailureType(update)).toBe('OtpMalformed');
    expect(await onboarding.status()).toEqual(before);
    expect(await acceptedUpdates(onboarding)).toEqual([]);
    expect(customer.count('processCustomerRegistration')).toBe(0);
  });

  test.each(Object.entries(ODD_PAYLOADS))('a payload with %s', async (_what, payload) => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard();
    await onboarding.untilStage('awaitingOtp');
    const client = clientSending(suite.harness.client, payload);
    const update = client.workflow
      .getHandle(onboarding.handle.workflowId)
      .executeUpdate<unknown, [unknown]>(VERIFY_OTP_UPDATE, { args: [{ otp: RIGHT_OTP }] });
    expect(await updateFailureType(update)).toBe('OtpMalformed');
    expect((await onboarding.verify(RIGHT_OTP)).result).toBe('registered');
    await expectNoWorkflowTaskFailed(onboarding.handle);
  });
});

describe('OtpRepeated', () => {
  test('a code that was refused before', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard();
    await onboarding.untilStage('awaitingOtp');
    await onboarding.verify('999999');
    expect(await updateFailureType(onboarding.verify('999999'))).toBe('OtpRepeated');
    expect(await acceptedUpdates(onboarding)).toHaveLength(1);
    expect(customer.count('processCustomerRegistration')).toBe(1);
  });

  test('not a code that was left unconfirmed', async () => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', { kind: 'dropBefore' });
    const onboarding = await customer.onboard({}, { readBackWindowMs: 1 });
    await onboarding.untilStage('awaitingOtp');
    expect((await onboarding.verify(RIGHT_OTP)).result).toBe('unconfirmed');
    expect((await onboarding.verify(RIGHT_OTP)).result).toBe('registered');
  });
});

describe('OtpOutOfPlace', () => {
  test.each([
    ['a good code', '999999'],
    ['a malformed code', '1'],
    ['the code that registered', RIGHT_OTP],
  ])('while the profile is fetched: %s', async (_what, otp) => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard({ clientCode: 'SESSION9' });
    await onboarding.untilStage('awaitingOtp');
    await onboarding.verify(RIGHT_OTP);
    await onboarding.untilAttention('iifl-access');
    expect(await updateFailureType(onboarding.verify(otp))).toBe('OtpOutOfPlace');
    expect(customer.count('processCustomerRegistration')).toBe(1);
  });

  test('a signal while the profile is fetched changes nothing', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard({ clientCode: 'SESSION9' });
    await onboarding.untilStage('awaitingOtp');
    await onboarding.submit(RIGHT_OTP);
    const before = await onboarding.untilAttention('iifl-access');
    for (const otp of ['999999', '1', RIGHT_OTP]) await onboarding.submit(otp);
    expect(await onboarding.status()).toEqual(before);
  });

  test('the code after otpMaxAttempts (2) codes that wait', async () => {
    const customer = suite.newCustomer().meets('getCustomer', SLOW);
    const onboarding = await customer.onboard({}, { otpMaxAttempts: 2 });
    await onboarding.submit('111111');
    await onboarding.submit('222222');
    expect(await updateFailureType(onboarding.verify(RIGHT_OTP))).toBe('OtpOutOfPlace');
    expect((await onboarding.result()).outcome).toBe('otpAttemptsExhausted');
    expect(customer.count('processCustomerRegistration')).toBe(2);
  });
});

test('a code that was taken and never tried is answered registered where the onboarding ends registered', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', SLOW);
  const onboarding = await customer.onboard();
  await onboarding.untilStage('awaitingOtp');
  await onboarding.submit(RIGHT_OTP);
  await onboarding.untilStage('registering');
  expect(await onboarding.verify('999999')).toEqual({ result: 'registered', attemptsLeft: 5 });
  expect((await onboarding.result()).outcome).toBe('registered');
  expect(customer.count('processCustomerRegistration')).toBe(1);
});

describe('OnboardingClosed, for a code that was taken and never tried', () => {
  test('behind the last attempt', async () => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', SLOW);
    const onboarding = await customer.onboard({}, { otpMaxAttempts: 1 });
    await onboarding.untilStage('awaitingOtp');
    await onboarding.submit('999999');
    await onboarding.untilStage('registering');
    expect(await updateFailureType(onboarding.verify(RIGHT_OTP))).toBe('OnboardingClosed');
    expect((await onboarding.result()).outcome).toBe('otpAttemptsExhausted');
    expect(customer.registrations).toBe(0);
  });

  test('of a customer who is registered already', async () => {
    const customer = suite.newCustomer().is('verified').meets('getCustomer', SLOW);
    const onboarding = await customer.onboard();
    expect(await updateFailureType(onboarding.verify(RIGHT_OTP))).toBe('OnboardingClosed');
    expect((await onboarding.result()).outcome).toBe('alreadyRegistered');
  });

  test('of a customer who is rejected when checked', async () => {
    const customer = suite
      .newCustomer()
      .meets('getCustomer', { ...failed('-1', 'Invalid mobile number'), delayMs: 1_000 });
    const onboarding = await customer.onboard();
    expect(await updateFailureType(onboarding.verify(RIGHT_OTP))).toBe('OnboardingClosed');
    expect((await onboarding.result()).outcome).toBe('rejected');
  });

  test('of a cancelled onboarding', async () => {
    const customer = suite.newCustomer().meets('getCustomer', httpStatus(401));
    const onboarding = await customer.onboard();
    await onboarding.untilAttention('iserveu-access');
    const verified = updateFailureType(onboarding.verify(RIGHT_OTP));
    // Accepted: from now on it waits for its turn.
    await expect.poll(async () => (await acceptedUpdates(onboarding)).length).toBe(1);
    await onboarding.handle.cancel();
    expect(await verified).toBe('OnboardingClosed');
    expect(await onboarding.isCancelled()).toBe(true);
    expect(customer.count('processCustomerRegistration')).toBe(0);
  });

  test('that never reached iServeU, since the onboarding was cancelled before its next try', async () => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', httpStatus(401), 'always');
    const onboarding = await customer.onboard();
    await onboarding.untilStage('awaitingOtp');
    const verified = updateFailureType(onboarding.verify(RIGHT_OTP));
    await onboarding.untilAttention('iserveu-access');
    await onboarding.handle.cancel();
    expect(await verified).toBe('OnboardingClosed');
    expect(await onboarding.isCancelled()).toBe(true);
  });

  test('of an onboarding that is given up', async () => {
    const customer = suite.newCustomer().meets('getCustomer', httpStatus(401), 'always');
    const onboarding = await customer.onboard({}, { registrationGiveUpMs: 10_000 });
    await onboarding.untilAttention('iserveu-access');
    const verified = updateFailureType(onboarding.verify(RIGHT_OTP));
    await expect.poll(async () => (await acceptedUpdates(onboarding)).length).toBe(1);
    expect((await onboarding.failure()).type).toBe('OnboardingAbandoned');
    expect(await verified).toBe('OnboardingClosed');
  });
});
