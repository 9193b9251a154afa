import { expect, test } from 'vitest';
import { failed, reply } from '../support/iserveu-faults.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use();

test.each([
  ['without a flag', undefined, true],
  ['with flag true', true, true],
  ['with flag false', false, false],
])('code 2 %s: registered by this answer, nobody is asked again', async (_flag, KYCTypeFlag, kycVerified) => {
  const customer = suite.newCustomer().meets(
    'processCustomerRegistration',
    reply({
      statusCode: '2',
      statusDesc: 'Done',
      status: 'SUCCESS',
      ...(KYCTypeFlag !== undefined && { KYCTypeFlag }),
    }),
  );
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit(RIGHT_OTP);
  expect(await onboarding.result()).toEqual({
    outcome: 'registered',
    record: {
      mobileNumber: customer.mobileNumber,
      name: 'Asha Rao',
      kycVerified,
      registration: { code: '2', text: 'Done', confirmedBy: 'answer' },
      enrichment: 'notRequested',
    },
  });
  expect(customer.sequence).toEqual(['getCustomer', 'processCustomerRegistration']);
});

test.each(['Invalid OTP', 'Your one-time password is wrong', 'Wrong code', 'EXPIRED CODE', 'Passcode mismatch'])(
  '-1 "%s": the code is refused and costs an attempt; the next one registers',
  async (text) => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', failed('-1', text));
    const onboarding = await customer.onboardUntilCode();
    await onboarding.submit('000000');
    const { otp } = await onboarding.until((status) => status.otp?.lastProblem === 'refused');
    expect(otp?.attemptsLeft).toBe(4);
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(customer.sequence).toEqual(['getCustomer', 'processCustomerRegistration', 'processCustomerRegistration']);
    expect(customer.registrations).toBe(1);
  },
);

test.each(['User not onboarded', 'Username Must not be Empty'])(
  '-1 "%s": attention iserveu-agent; then the same code is sent again and costs no attempt',
  async (text) => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', failed('-1', text));
    const onboarding = await customer.onboardUntilCode();
    await onboarding.submit(RIGHT_OTP);
    const { stage, otp } = await onboarding.untilAttention('iserveu-agent');
    expect(stage).toBe('registering');
    expect(otp?.attemptsLeft).toBe(5);
    expect(customer.count('processCustomerRegistration')).toBe(1);

    await onboarding.retryNow();
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(customer.calls('processCustomerRegistration').map(({ fields }) => fields['otp'])).toEqual([
      RIGHT_OTP,
      RIGHT_OTP,
    ]);
    expect(customer.registrations).toBe(1);
    expect((await onboarding.status()).timeline.map(({ event }) => event)).toContain('attentionCleared');
  },
);

test.each(['Name Must Not Be Empty or Null', 'Mobile number must Not Be Empty or Null', 'Blocked by the bank'])(
  '-1 "%s": rejected with this text, after get-customer was asked once more',
  async (text) => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', failed('-1', text));
    const onboarding = await customer.onboardUntilCode();
    await onboarding.submit(RIGHT_OTP);
    expect(await onboarding.result()).toEqual({ outcome: 'rejected', reason: text });
    expect(customer.sequence).toEqual(['getCustomer', 'processCustomerRegistration', 'getCustomer']);
  },
);

test('-1 of a customer whom another run registers meanwhile: alreadyRegistered, without a registration', async () => {
  const customer = suite.newCustomer();
  const onboarding = await customer.onboardUntilCode();
  customer.is('verified').meets('processCustomerRegistration', failed('-1', 'Customer exists'));
  await onboarding.submit(RIGHT_OTP);
  const { outcome, reason, record } = await onboarding.result();
  expect(outcome).toBe('alreadyRegistered');
  expect(reason).toBeUndefined();
  expect(record).not.toHaveProperty('registration');
});

test('-1 of a customer who is verified without a document when asked once more (3): rejected', async () => {
  const customer = suite.newCustomer();
  const onboarding = await customer.onboardUntilCode();
  customer.is('ovdNotVerified').meets('processCustomerRegistration', failed('-1', 'Customer exists'));
  await onboarding.submit(RIGHT_OTP);
  expect(await onboarding.result()).toEqual({ outcome: 'rejected', reason: 'Customer exists' });
});
