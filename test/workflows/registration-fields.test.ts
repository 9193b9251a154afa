import { expect, test } from 'vitest';
import { SIMULATED_AGENT } from '../../dev/simulators/iserveu/credentials.js';
import { CUSTOMER, RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use({ simulators: { iserveu: { agents: [SIMULATED_AGENT, 'branch-agent'] } } });
const { latlong, publicIP } = CUSTOMER;

test('a request of the required fields alone: sent with the agent of the worker, and nothing else', async () => {
  const customer = suite.newCustomer();
  const { mobileNumber } = customer;
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit(RIGHT_OTP);
  await onboarding.result();
  const caller = { username: SIMULATED_AGENT, latlong, publicIP };
  expect(customer.calls('getCustomer').map(({ fields }) => fields)).toEqual([{ mobileNumber, ...caller }]);
  expect(customer.calls('processCustomerRegistration').map(({ fields }) => fields)).toEqual([
    { mobileNumber, name: 'Asha Rao', otp: RIGHT_OTP, ...caller },
  ]);
});

test('a request of all fields: sent as given, the name trimmed, username before that of the worker', async () => {
  const customer = suite.newCustomer();
  const { mobileNumber, clientCode } = customer;
  const caller = { username: 'branch-agent', latlong, publicIP };
  const details = {
    address: ' 12 Lake View,  Bhubaneswar ',
    pincode: '751002',
    ovdType: 'Aadhaar Card',
    ovdData: '234123412346',
    paramA: 'a',
    paramB: 'b b',
    paramC: ' c ',
  };
  const onboarding = await customer.onboardUntilCode({ ...caller, ...details, clientCode, name: '  Asha  Rao ' });
  await onboarding.submit(RIGHT_OTP);
  expect((await onboarding.result()).record?.name).toBe('Asha  Rao');
  expect(customer.calls('getCustomer').map(({ fields }) => fields)).toEqual([{ mobileNumber, ...caller }]);
  expect(customer.calls('processCustomerRegistration').map(({ fields }) => fields)).toEqual([
    { mobileNumber, name: 'Asha  Rao', otp: RIGHT_OTP, ...caller, ...details },
  ]);
});

test('an IPv6 address is sent as given', async () => {
  const customer = suite.newCustomer();
  await customer.onboardUntilCode({ publicIP: '2001:db8::7' });
  expect(customer.calls('getCustomer').map(({ fields }) => fields)).toMatchObject([{ publicIP: '2001:db8::7' }]);
});
