import { describe, expect, test } from 'vitest';
import { httpStatus } from '../support/iserveu-faults.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import type { TestCustomer } from '../support/test-customer.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use();

const WRONG_OTP = '999999';
const SLOW = { kind: 'none', delayMs: 1_000 } as const;

const triedCodes = (customer: TestCustomer) =>
  customer.calls('processCustomerRegistration').map(({ fields }) => fields['otp']);

describe('a code that iServeU has refused before', () => {
  test('is repeated: no call, no attempt, the same deadline', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard();
    await onboarding.untilStage('awaitingOtp');
    await onboarding.submit(WRONG_OTP);
    const refused = await onboarding.untilEvent('otpAwaited', 2);
    await onboarding.submit(WRONG_OTP);
    const repeated = await onboarding.untilEvent('otpRepeated');
    expect(repeated).toEqual({
      ...refused,
      otp: { ...refused.otp, lastProblem: 'repeated' },
      timeline: [...refused.timeline, { at: expect.any(String) as string, event: 'otpRepeated' }],
    });
    expect(triedCodes(customer)).toEqual([WRONG_OTP]);
  });

  test('stays so after other refused codes', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard();
    await onboarding.untilStage('awaitingOtp');
    for (const [index, otp] of ['111111', '222222', '333333'].entries()) {
      await onboarding.submit(otp);
      await onboarding.untilEvent('otpAwaited', index + 2);
    }
    await onboarding.submit('111111');
    expect((await onboarding.untilEvent('otpRepeated')).otp?.attemptsLeft).toBe(2);
    expect(triedCodes(customer)).toEqual(['111111', '222222', '333333']);
  });
});

describe('a code that is being tried now', () => {
  test('is joined: a double click is one registration call, and no problem', async () => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', SLOW);
    const onboarding = await customer.onboard();
    await onboarding.untilStage('awaitingOtp');
    await Promise.all([onboarding.submit(RIGHT_OTP), onboarding.submit(RIGHT_OTP)]);
    expect((await onboarding.result()).outcome).toBe('registered');
    expect((await onboarding.status()).timeline.map(({ event }) => event)).not.toContain('otpRepeated');
    expect(triedCodes(customer)).toEqual([RIGHT_OTP]);
    expect(customer.registrations).toBe(1);
  });

  test('is joined while the registration waits for its next try', async () => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', httpStatus(401));
    const onboarding = await customer.onboard();
    await onboarding.untilStage('awaitingOtp');
    await onboarding.submit(RIGHT_OTP);
    const { otp } = await onboarding.untilAttention('iserveu-access');
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.status()).otp).toEqual(otp);
    await onboarding.retryNow();
    expect((await onboarding.result()).outcome).toBe('registered');
    // The refused call and its repeat, and none for the second tap.
    expect(triedCodes(customer)).toEqual([RIGHT_OTP, RIGHT_OTP]);
    expect(customer.registrations).toBe(1);
  });

  test('and is refused costs one attempt, however often it was typed', async () => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', SLOW);
    const onboarding = await customer.onboard();
    await onboarding.untilStage('awaitingOtp');
    for (let click = 0; click < 3; click += 1) await onboarding.submit(WRONG_OTP);
    const { otp } = await onboarding.untilEvent('otpAwaited', 2);
    expect(otp?.attemptsLeft).toBe(4);
    expect(triedCodes(customer)).toEqual([WRONG_OTP]);
  });
});

describe('a code that was left unconfirmed', () => {
  test('may be typed again, and registers after get-customer was asked', async () => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', { kind: 'dropBefore' });
    const onboarding = await customer.onboard({}, { readBackWindowMs: 1 });
    await onboarding.untilStage('awaitingOtp');
    await onboarding.submit(RIGHT_OTP);
    await onboarding.untilEvent('otpAwaited', 2);
    const questions = customer.count('getCustomer');
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(triedCodes(customer)).toEqual([RIGHT_OTP, RIGHT_OTP]);
    expect(customer.count('getCustomer')).toBe(questions + 1);
    expect(customer.registrations).toBe(1);
  });

  test('and was refused when typed again, is repeated from then on', async () => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', { kind: 'dropBefore' });
    const onboarding = await customer.onboard({}, { readBackWindowMs: 1 });
    await onboarding.untilStage('awaitingOtp');
    await onboarding.submit(WRONG_OTP);
    await onboarding.untilEvent('otpAwaited', 2);
    await onboarding.submit(WRONG_OTP);
    await onboarding.untilEvent('otpAwaited', 3);
    await onboarding.submit(WRONG_OTP);
    expect((await onboarding.untilEvent('otpRepeated')).otp?.attemptsLeft).toBe(4);
    expect(triedCodes(customer)).toEqual([WRONG_OTP, WRONG_OTP]);
  });
});
