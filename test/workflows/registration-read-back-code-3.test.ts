import { expect, test } from 'vitest';
import { reply } from '../support/iserveu-faults.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use();
const AADHAAR = { ovdType: 'Aadhaar Card', ovdData: '234123412346' } as const;
const CODE_3 = reply({
  statusCode: '3',
  statusDesc: 'Customer verified successfully',
  KYCTypeFlag: false,
  status: 'SUCCESS',
});

test.each([
  ['0', 'notExisting'],
  ['1', 'notVerified'],
] as const)('first code %s and no OVD: 3 on the read-back is registered', async (_code, state) => {
  const customer = suite.newCustomer().is(state).meets('processCustomerRegistration', { kind: 'dropBefore' });
  const onboarding = await customer.onboardUntilCode();
  customer.meets('getCustomer', CODE_3);
  await onboarding.submit(RIGHT_OTP);
  const { outcome, record } = await onboarding.result();
  expect(outcome).toBe('registered');
  expect(record).toMatchObject({
    kycVerified: false,
    registration: { code: '3', text: 'Customer verified successfully', confirmedBy: 'readBack' },
  });
  expect(customer.count('processCustomerRegistration')).toBe(1);
});

test.each([
  ['0 and an OVD', 'notExisting', AADHAAR],
  ['1 and an OVD', 'notVerified', AADHAAR],
  ['3 and no OVD', 'ovdNotVerified', {}],
  ['3 and an OVD', 'ovdNotVerified', AADHAAR],
] as const)('first code %s: 3 on the read-back is not registered', async (_first, state, ovd) => {
  const customer = suite.newCustomer().is(state).meets('processCustomerRegistration', { kind: 'dropBefore' });
  const onboarding = await customer.onboardUntilCode(ovd, { readBackWindowMs: 1 });
  customer.meets('getCustomer', CODE_3, 'always');
  await onboarding.submit(RIGHT_OTP);
  const { otp } = await onboarding.until((status) => status.otp?.lastProblem === 'unconfirmed');
  expect(otp?.attemptsLeft).toBe(5);
  expect(customer.count('processCustomerRegistration')).toBe(1);
});

test('first code 3 and an OVD: 2 on the read-back is registered', async () => {
  const customer = suite.newCustomer().is('ovdNotVerified').meets('processCustomerRegistration', { kind: 'dropAfter' });
  const onboarding = await customer.onboardUntilCode(AADHAAR);
  await onboarding.submit(RIGHT_OTP);
  const { outcome, record } = await onboarding.result();
  expect(outcome).toBe('registered');
  expect(record?.registration?.confirmedBy).toBe('readBack');
  expect(customer.registrations).toBe(1);
});
