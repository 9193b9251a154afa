import { expect, test } from 'vitest';
import { failed, reply } from '../support/iserveu-faults.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use();
const AADHAAR = { ovdType: 'Aadhaar Card', ovdData: '234123412346' } as const;

test.each([
  ['code 0', 'notExisting', {}],
  ['code 1', 'notVerified', {}],
  ['code 3 and no OVD given', 'ovdNotVerified', {}],
  ['code 3 and an OVD given', 'ovdNotVerified', AADHAAR],
] as const)('%s: a code is awaited and registers once', async (_answer, state, ovd) => {
  const customer = suite.newCustomer().is(state);
  const onboarding = await customer.onboard(ovd);
  const { timeline } = await onboarding.untilStage('awaitingOtp');
  expect(timeline.map(({ event }) => event)).toEqual(['started', 'customerNotRegistered', 'otpAwaited']);
  expect(customer.count('processCustomerRegistration')).toBe(0);

  await onboarding.submit(RIGHT_OTP);
  const { outcome, record } = await onboarding.result();
  expect(outcome).toBe('registered');
  expect(record?.registration).toEqual({
    code: '2',
    text: 'Customer verified successfully and Ovd Data Updated',
    confirmedBy: 'answer',
  });
  expect(customer.count('getCustomer')).toBe(1);
  expect(customer.calls('processCustomerRegistration').map(({ fields }) => fields)).toMatchObject([ovd]);
  expect(customer.registrations).toBe(1);
});

test('code 2: alreadyRegistered, without a code, a registration call or a registration in the record', async () => {
  const customer = suite.newCustomer().is('verified');
  const onboarding = await customer.onboard({ name: '  Asha Rao ' });
  expect(await onboarding.result()).toEqual({
    outcome: 'alreadyRegistered',
    record: {
      mobileNumber: customer.mobileNumber,
      name: 'Asha Rao',
      kycVerified: true,
      enrichment: 'notRequested',
    },
  });
  expect(customer.count('getCustomer')).toBe(1);
  expect(customer.count('processCustomerRegistration')).toBe(0);
  expect((await onboarding.status()).timeline.map(({ event }) => event)).toEqual([
    'started',
    'customerAlreadyRegistered',
    'closed',
  ]);
});

test.each([
  [undefined, true, false],
  [true, true, false],
  [false, false, true],
])(
  'code 2 with flag %s: alreadyRegistered, kycVerified %s, disagreement noted: %s',
  async (flag, kycVerified, isNoted) => {
    const customer = suite.newCustomer().meets('getCustomer', answerWith('2', flag));
    const onboarding = await customer.onboard();
    const { outcome, record } = await onboarding.result();
    expect(outcome).toBe('alreadyRegistered');
    expect(record?.kycVerified).toBe(kycVerified);
    expect((await onboarding.status()).timeline.some(({ event }) => event === 'kycFlagDisagrees')).toBe(isNoted);
  },
);

test.each([
  ['0', true, true],
  ['1', true, true],
  ['3', true, true],
  ['0', undefined, false],
  ['1', false, false],
])('code %s with flag %s: a code is awaited all the same, disagreement noted: %s', async (code, flag, isNoted) => {
  const customer = suite.newCustomer().meets('getCustomer', answerWith(code, flag));
  const onboarding = await customer.onboard();
  const { timeline } = await onboarding.untilStage('awaitingOtp');
  expect(timeline.some(({ event }) => event === 'kycFlagDisagrees')).toBe(isNoted);
});

test('-1 about the customer: rejected at once, with the text of iServeU', async () => {
  const customer = suite.newCustomer().meets('getCustomer', failed('-1', 'Invalid mobile number'));
  const onboarding = await customer.onboard();
  expect(await onboarding.result()).toEqual({ outcome: 'rejected', reason: 'Invalid mobile number' });
  expect(customer.sequence).toEqual(['getCustomer']);
  expect((await onboarding.status()).timeline.map(({ event }) => event)).not.toContain('attentionRaised');
});

test.each(['User not onboarded', 'user  not onboarded', 'Username Must not be Empty'])(
  '-1 "%s": attention iserveu-agent at the first answer; it passes once the agent is set up',
  async (text) => {
    const customer = suite.newCustomer().meets('getCustomer', failed('-1', text));
    const onboarding = await customer.onboard();
    const { stage } = await onboarding.untilAttention('iserveu-agent');
    expect(stage).toBe('checking');
    expect(customer.count('getCustomer')).toBe(1);

    await onboarding.retryNow();
    const { attention } = await onboarding.untilStage('awaitingOtp');
    expect(attention).toBeUndefined();
    expect(customer.count('getCustomer')).toBe(2);
  },
);

function answerWith(statusCode: string, KYCTypeFlag: boolean | undefined) {
  return reply({
    statusCode,
    statusDesc: 'Customer verified successfully',
    status: 'SUCCESS',
    ...(KYCTypeFlag !== undefined && { KYCTypeFlag }),
  });
}
