import { describe, expect, test } from 'vitest';
import { VERIFY_OTP_UPDATE } from '../../src/contract/names.js';
import type { OtpSubmission, OtpVerification } from '../../src/contract/otp.js';
import { failed, httpStatus, reply, SERVER_ISSUE } from '../support/iserveu-faults.js';
import type { Onboarding } from '../support/onboarding.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use();

const WRONG_OTP = '999999';

describe('verifyOtp answers once the fate of its code is known', () => {
  test.each([
    ['iServeU registers', [], { result: 'registered', attemptsLeft: 5 }],
    ['the answer is lost and get-customer says 2', [{ kind: 'dropAfter' }], { result: 'registered', attemptsLeft: 5 }],
    [
      'get-customer says 2 after a whole answer that no page allows',
      [{ ...reply({ statusCode: '17' }), processed: true }],
      { result: 'registered', attemptsLeft: 5 },
    ],
    ['iServeU refuses the code', [failed('-1', 'Invalid OTP')], { result: 'refused', attemptsLeft: 4 }],
    ['nobody knows, and get-customer says 0', [{ kind: 'dropBefore' }], { result: 'unconfirmed', attemptsLeft: 5 }],
    [
      'iServeU answers code 4 three times',
      [SERVER_ISSUE, SERVER_ISSUE, SERVER_ISSUE],
      { result: 'unconfirmed', attemptsLeft: 5 },
    ],
    ['iServeU rejects the customer', [failed('-1', 'Customer is blocked')], { result: 'rejected', attemptsLeft: 5 }],
    [
      'iServeU refuses the first call before it is processed, then registers',
      [httpStatus(429)],
      { result: 'registered', attemptsLeft: 5 },
    ],
  ] as const)('%s', async (_what, faults, answer) => {
    const customer = suite.newCustomer();
    for (const fault of faults) customer.meets('processCustomerRegistration', fault);
    const onboarding = await customer.onboard({}, { readBackWindowMs: 1 });
    await onboarding.untilStage('awaitingOtp');
    expect(await onboarding.verify(RIGHT_OTP)).toEqual(answer);
    expect(customer.registrations).toBe(answer.result === 'registered' ? 1 : 0);
  });

  test('the last attempt refused: refused, 0 attempts left, and the onboarding has ended', async () => {
    const onboarding = await suite.newCustomer().onboard({}, { otpMaxAttempts: 1 });
    await onboarding.untilStage('awaitingOtp');
    expect(await onboarding.verify(WRONG_OTP)).toEqual({ result: 'refused', attemptsLeft: 0 });
    expect((await onboarding.result()).outcome).toBe('otpAttemptsExhausted');
  });

  test('attempts left count down from answer to answer', async () => {
    const onboarding = await suite.newCustomer().onboard();
    await onboarding.untilStage('awaitingOtp');
    const answers = [];
    for (const otp of ['111111', '222222', RIGHT_OTP]) answers.push(await onboarding.verify(otp));
    expect(answers).toEqual([
      { result: 'refused', attemptsLeft: 4 },
      { result: 'refused', attemptsLeft: 3 },
      { result: 'registered', attemptsLeft: 3 },
    ]);
  });

  test('registered: without waiting for the client profile', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard({ clientCode: 'SESSION9' });
    await onboarding.untilStage('awaitingOtp');
    expect(await onboarding.verify(RIGHT_OTP)).toEqual({ result: 'registered', attemptsLeft: 5 });
    await onboarding.untilAttention('iifl-access');
  });

  test('a code that came while the customer was checked: once it was tried', async () => {
    const customer = suite.newCustomer().meets('getCustomer', { kind: 'none', delayMs: 1_000 });
    const onboarding = await customer.onboard();
    expect(await onboarding.verify(RIGHT_OTP)).toEqual({ result: 'registered', attemptsLeft: 5 });
    expect(customer.count('processCustomerRegistration')).toBe(1);
  });

  test('two codes at once: each with its own answer, in the order of arrival', async () => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', { kind: 'none', delayMs: 1_000 });
    const onboarding = await customer.onboard();
    await onboarding.untilStage('awaitingOtp');
    const first = onboarding.verify(WRONG_OTP);
    await onboarding.untilStage('registering');
    const second = onboarding.verify(RIGHT_OTP);
    expect(await first).toEqual({ result: 'refused', attemptsLeft: 4 });
    expect(await second).toEqual({ result: 'registered', attemptsLeft: 4 });
  });
});

describe('one code costs one registration call', () => {
  const SLOW = { kind: 'none', delayMs: 1_000 } as const;

  /** An onboarding whose registration takes a while, so that a second message meets the first one's code. */
  async function startSlow() {
    const customer = suite.newCustomer().meets('processCustomerRegistration', SLOW);
    const onboarding = await customer.onboard();
    await onboarding.untilStage('awaitingOtp');
    return { customer, onboarding };
  }

  const verifyAs = async ({ handle }: Onboarding, updateId: string, otp: string): Promise<OtpVerification> =>
    handle.executeUpdate<OtpVerification, [OtpSubmission]>(VERIFY_OTP_UPDATE, { args: [{ otp }], updateId });

  test('verified, then submitted: the signal joins', async () => {
    const { customer, onboarding } = await startSlow();
    const answer = onboarding.verify(RIGHT_OTP);
    await onboarding.untilStage('registering');
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.status()).otp).not.toHaveProperty('lastProblem');
    expect(await answer).toEqual({ result: 'registered', attemptsLeft: 5 });
    expect(customer.count('processCustomerRegistration')).toBe(1);
  });

  test('submitted, then verified: the update is answered with its fate', async () => {
    const { customer, onboarding } = await startSlow();
    await onboarding.submit(RIGHT_OTP);
    await onboarding.untilStage('registering');
    expect(await onboarding.verify(RIGHT_OTP)).toEqual({ result: 'registered', attemptsLeft: 5 });
    expect(customer.count('processCustomerRegistration')).toBe(1);
  });

  test.each([
    ['registered', RIGHT_OTP, [SLOW], { result: 'registered', attemptsLeft: 5 }],
    ['refused', WRONG_OTP, [SLOW], { result: 'refused', attemptsLeft: 4 }],
    ['unconfirmed', RIGHT_OTP, [{ kind: 'dropBefore', delayMs: 1_000 }], { result: 'unconfirmed', attemptsLeft: 5 }],
    [
      'rejected',
      RIGHT_OTP,
      [{ ...failed('-1', 'Customer is blocked'), delayMs: 1_000 }],
      { result: 'rejected', attemptsLeft: 5 },
    ],
  ] as const)(
    'verified three times while it is tried, %s: the same answer to each',
    async (_fate, otp, faults, answer) => {
      const customer = suite.newCustomer();
      for (const fault of faults) customer.meets('processCustomerRegistration', fault);
      const onboarding = await customer.onboard({}, { readBackWindowMs: 1 });
      await onboarding.untilStage('awaitingOtp');
      const answers = await Promise.all([1, 2, 3].map(() => onboarding.verify(otp)));
      expect(answers).toEqual([answer, answer, answer]);
      expect(customer.count('processCustomerRegistration')).toBe(1);
    },
  );

  test('verified twice while it waits behind another: the same answer to both', async () => {
    const { customer, onboarding } = await startSlow();
    await onboarding.submit(WRONG_OTP);
    await onboarding.untilStage('registering');
    const answers = await Promise.all([onboarding.verify(RIGHT_OTP), onboarding.verify(RIGHT_OTP)]);
    expect(answers).toEqual(Array(2).fill({ result: 'registered', attemptsLeft: 4 }));
    expect(customer.count('processCustomerRegistration')).toBe(2);
  });

  test('verified again under the same update id, while it is tried and after: the first answer', async () => {
    const { customer, onboarding } = await startSlow();
    const first = verifyAs(onboarding, 'click-1', WRONG_OTP);
    await onboarding.untilStage('registering');
    const second = verifyAs(onboarding, 'click-1', WRONG_OTP);
    expect(await first).toEqual({ result: 'refused', attemptsLeft: 4 });
    expect(await second).toEqual({ result: 'refused', attemptsLeft: 4 });
    expect(await verifyAs(onboarding, 'click-1', WRONG_OTP)).toEqual({ result: 'refused', attemptsLeft: 4 });
    expect(customer.count('processCustomerRegistration')).toBe(1);
  });
});
