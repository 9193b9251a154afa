import { expect, test } from 'vitest';
import { sampleProfile } from '../../dev/simulators/iifl/answers.js';
import { historyText } from '../support/history-text.js';
import { bodyReply, iiflFailure } from '../support/iifl-faults.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use();

test('a customer registered now: enriched with every field of the profile, beside the registration', async () => {
  const customer = suite.newCustomer();
  const { clientCode, mobileNumber } = customer;
  const onboarding = await customer.onboardUntilCode({ clientCode });
  await onboarding.submit(RIGHT_OTP);
  expect(await onboarding.result()).toEqual({
    outcome: 'registered',
    record: {
      mobileNumber,
      name: 'Asha Rao',
      kycVerified: true,
      registration: {
        code: '2',
        text: 'Customer verified successfully and Ovd Data Updated',
        confirmedBy: 'answer',
      },
      enrichment: 'enriched',
      profile: {
        accountType: 'S',
        activationDate: '20190101',
        bankAccountNumber: '00050XXXXXXX',
        bankIfsc: 'XYZ0000062',
        bankName: 'XYZ BANK LTD',
        clientCode,
        clientName: 'Asha Rao',
        correspondenceAddress: '12 Lake View, Bhubaneswar',
        dob: '19900101',
        email: 'asha.rao@example.com',
        mobile: mobileNumber,
        pan: 'AXXXX0000X',
        permanentAddress: '12 Lake View, Bhubaneswar',
        pincode: '751002',
        state: 'ODISHA',
      },
    },
  });
  expect(customer.profileCalls).toBe(1);
  expect((await onboarding.status()).timeline.map(({ event }) => event).slice(-3)).toEqual([
    'registered',
    'profileAttached',
    'closed',
  ]);
});

test('a customer registered already: enriched, without a registration', async () => {
  const customer = suite.newCustomer();
  const { outcome, record } = await (await customer.onboardForProfile()).result();
  expect(outcome).toBe('alreadyRegistered');
  expect(record?.enrichment).toBe('enriched');
  expect(record?.profile?.clientCode).toBe(customer.clientCode);
  expect(record).not.toHaveProperty('registration');
});

test('no client code: notRequested, no call, no word about a profile', async () => {
  const customer = suite.newCustomer().is('verified');
  const onboarding = await customer.onboard();
  const { record } = await onboarding.result();
  expect(record?.enrichment).toBe('notRequested');
  expect(record).not.toHaveProperty('profile');
  expect(customer.profileCalls).toBe(0);
  expect((await onboarding.status()).timeline.map(({ event }) => event)).toEqual([
    'started',
    'customerAlreadyRegistered',
    'closed',
  ]);
});

test.each([
  ['1', 'noRecord', iiflFailure(1, 'No record found.')],
  ['"1"', 'noRecord', iiflFailure('1', 'No record found.')],
  ['2', 'invalidClientCode', iiflFailure(2, 'Invalid Input Parameters.')],
  ['"2"', 'invalidClientCode', iiflFailure('2', 'Invalid Input Parameters.')],
])('Status %s is final: %s, one call', async (_status, enrichment, fault) => {
  const customer = suite.newCustomer().meetsAtIifl(fault);
  const onboarding = await customer.onboardForProfile();
  const { outcome, record } = await onboarding.result();
  expect(outcome).toBe('alreadyRegistered');
  expect(record?.enrichment).toBe(enrichment);
  expect(record).not.toHaveProperty('profile');
  expect(customer.profileCalls).toBe(1);
  expect((await onboarding.status()).timeline.map(({ event }) => event)).toContain('profileNotAttached');
});

test.each([
  ['+91 and spaces', (mobile: string) => `+91 ${mobile.slice(0, 5)} ${mobile.slice(5)}`],
  ['91', (mobile: string) => `91${mobile}`],
  ['a leading 0 and dashes', (mobile: string) => `0${mobile.slice(0, 5)}-${mobile.slice(5)}`],
])("the profile's mobile number with %s: enriched, the number as IIFL gave it", async (_form, written) => {
  const customer = suite.newCustomer();
  const mobile = written(customer.mobileNumber);
  suite.iifl.setClient({ clientCode: customer.clientCode, mobile });
  const { record } = await (await customer.onboardForProfile()).result();
  expect(record?.enrichment).toBe('enriched');
  expect(record?.profile?.mobile).toBe(mobile);
});

test.each([
  ['of somebody else', '9123456789'],
  ['of somebody else with +91', '+919123456789'],
  ['with a digit too many', '98765000001'],
  ['that is empty', ''],
  ['that is missing', undefined],
])('a profile with a mobile number %s: mismatch, the profile is in no history', async (_mobile, mobile) => {
  const customer = suite.newCustomer();
  customer.meetsAtIifl(bodyReply({ ...sampleProfile(customer.clientCode, mobile), Status: '0', message: 'Success' }));
  const onboarding = await customer.onboardForProfile();
  const { outcome, record } = await onboarding.result();
  expect(outcome).toBe('alreadyRegistered');
  expect(record?.enrichment).toBe('mismatch');
  expect(record).not.toHaveProperty('profile');

  const text = await historyText(onboarding);
  expect(text).toContain(customer.mobileNumber);
  expect(text).not.toContain('AXXXX0000X');
});
