import { describe, expect, test } from 'vitest';
import { failed } from '../support/iserveu-faults.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import type { TestCustomer } from '../support/test-customer.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use();

const triedCodes = (customer: TestCustomer) =>
  customer.calls('processCustomerRegistration').map(({ fields }) => fields['otp']);

describe('a refused code', () => {
  test('leaves one attempt less, is told of, and is followed by a wait for another', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard();
    expect((await onboarding.untilStage('awaitingOtp')).otp).toMatchObject({ attemptsLeft: 5 });
    for (const [index, otp] of ['111111', '222222', '333333', '444444'].entries()) {
      await onboarding.submit(otp);
      const status = await onboarding.untilEvent('otpAwaited', index + 2);
      expect(status.stage).toBe('awaitingOtp');
      expect(status.otp).toMatchObject({ attemptsLeft: 4 - index, lastProblem: 'refused' });
    }
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(triedCodes(customer)).toEqual(['111111', '222222', '333333', '444444', RIGHT_OTP]);
    expect(customer.count('getCustomer')).toBe(1);
  });

  test('is known by iServeU’s words, whatever the case', async () => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', failed('-1', 'PASSCODE HAS EXPIRED'));
    const onboarding = await customer.onboard();
    await onboarding.untilStage('awaitingOtp');
    await onboarding.submit('111111');
    expect((await onboarding.untilEvent('otpRefused')).otp?.attemptsLeft).toBe(4);
  });
});

describe('the last attempt', () => {
  test.each([1, 2, 5])('of %d, refused, ends as otpAttemptsExhausted', async (otpMaxAttempts) => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard({}, { otpMaxAttempts });
    await onboarding.untilStage('awaitingOtp');
    for (let attempt = 1; attempt <= otpMaxAttempts; attempt += 1) {
      await onboarding.submit(`99999${attempt}`);
      await onboarding.untilEvent('otpRefused', attempt);
    }
    expect(await onboarding.result()).toEqual({ outcome: 'otpAttemptsExhausted' });
    expect(customer.count('processCustomerRegistration')).toBe(otpMaxAttempts);
    // Before the first OTP, and before the end.
    expect(customer.count('getCustomer')).toBe(2);
    const { stage, outcome, timeline } = await onboarding.status();
    expect([stage, outcome]).toEqual(['closed', 'otpAttemptsExhausted']);
    expect(timeline.slice(-3).map(({ event }) => event)).toEqual(['otpRefused', 'otpAttemptsExhausted', 'closed']);
  });

  test('counts refused codes alone: malformed, repeated and unconfirmed ones leave it', async () => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', { kind: 'dropBefore' });
    const onboarding = await customer.onboard({}, { otpMaxAttempts: 2, readBackWindowMs: 1 });
    await onboarding.untilStage('awaitingOtp');
    await onboarding.submit('111111');
    expect((await onboarding.untilEvent('otpAwaited', 2)).otp?.attemptsLeft).toBe(2);
    await onboarding.submit('222222');
    await onboarding.untilEvent('otpAwaited', 3);
    await onboarding.submit('222222');
    await onboarding.submit('2222');
    expect((await onboarding.untilEvent('otpMalformed')).otp?.attemptsLeft).toBe(1);
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
  });
});

describe('otpLength', () => {
  test.each([
    [4, '0042'],
    [8, '00000042'],
    [10, '0123456789'],
  ])('%d: a code of so many digits registers, and goes to iServeU as it was typed', async (otpLength, otp) => {
    const customer = suite.newCustomer();
    suite.iserveu.setOtp(customer.mobileNumber, otp);
    const onboarding = await customer.onboard({}, { otpLength });
    await onboarding.untilStage('awaitingOtp');
    await onboarding.submit(otp);
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(triedCodes(customer)).toEqual([otp]);
  });

  test.each([
    [4, '123456'],
    [10, '123456'],
  ])('%d: a code of 6 digits is malformed', async (otpLength, otp) => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard({}, { otpLength });
    await onboarding.untilStage('awaitingOtp');
    await onboarding.submit(otp);
    expect((await onboarding.untilEvent('otpMalformed')).otp?.attemptsLeft).toBe(5);
    expect(triedCodes(customer)).toEqual([]);
  });
});
