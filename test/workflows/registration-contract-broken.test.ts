import { expect, test } from 'vitest';
import type { Fault } from '../../dev/simulators/index.js';
import { attentionEvery, longest } from '../support/attention-every.js';
import { failed, httpStatus, reply } from '../support/iserveu-faults.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use();
const CHECK_TRY_AND_READ_BACK = ['getCustomer', 'processCustomerRegistration', 'getCustomer'];
const READ_BACK_AND_TRY = ['getCustomer', 'processCustomerRegistration'];

const BROKEN: [answer: string, fault: Fault][] = [
  ['an unknown code', failed('9', 'Something new')],
  ['code 0', reply({ statusCode: '0', statusDesc: 'OK', status: 'SUCCESS' })],
  ['no code', reply({ status: 'SUCCESS', statusDesc: 'OK' })],
  ['302', httpStatus(302, { location: 'http://127.0.0.1:9/' })],
  ['400', httpStatus(400)],
  ['404', httpStatus(404)],
];

test.each(BROKEN)(
  '%s: read back, attention; only then read back again and the same code sent again',
  async (_answer, fault) => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', fault);
    const onboarding = await customer.onboardUntilCode();
    await onboarding.submit(RIGHT_OTP);
    const { stage } = await onboarding.untilAttention('iserveu-contract');
    expect(stage).toBe('registering');
    expect(customer.sequence).toEqual(CHECK_TRY_AND_READ_BACK);

    await onboarding.retryNow();
    const { outcome, record } = await onboarding.result();
    expect(outcome).toBe('registered');
    expect(record?.registration?.confirmedBy).toBe('answer');
    expect(customer.sequence).toEqual([...CHECK_TRY_AND_READ_BACK, ...READ_BACK_AND_TRY]);
    expect(customer.calls('processCustomerRegistration').map(({ fields }) => fields['otp'])).toEqual([
      RIGHT_OTP,
      RIGHT_OTP,
    ]);
    expect(customer.registrations).toBe(1);
  },
);

test('nothing is sent before attentionRetryMs is over: no call before, read-back and call after', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', httpStatus(404));
  const onboarding = await customer.onboardUntilCode({}, attentionEvery(100_000));
  await onboarding.submit(RIGHT_OTP);
  const { attention } = await onboarding.untilAttention('iserveu-contract');
  const raisedMs = Date.parse(attention?.since ?? '');
  await suite.sleepUntil(raisedMs + 99_000);
  expect(customer.sequence).toEqual(CHECK_TRY_AND_READ_BACK);
  await suite.sleepUntil(raisedMs + longest(100_000) + 1_000);
  await onboarding.untilStage('closed');
  expect(customer.sequence).toEqual([...CHECK_TRY_AND_READ_BACK, ...READ_BACK_AND_TRY]);
});

test('three times with registrationMaxTries 1: not counted, the same code registers at last', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', httpStatus(400), 3);
  const onboarding = await customer.onboardUntilCode({}, { registrationMaxTries: 1 });
  await onboarding.submit(RIGHT_OTP);
  const { outcome } = await onboarding.result();
  expect(outcome).toBe('registered');
  expect(customer.sequence).toEqual([
    ...CHECK_TRY_AND_READ_BACK,
    ...READ_BACK_AND_TRY,
    'getCustomer',
    ...READ_BACK_AND_TRY,
    'getCustomer',
    ...READ_BACK_AND_TRY,
  ]);
  expect(customer.registrations).toBe(1);
});

test('a broken answer of a registration that was made: found by the read-back, without attention', async () => {
  const customer = suite
    .newCustomer()
    .meets('processCustomerRegistration', { kind: 'status', status: 400, processed: true });
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit(RIGHT_OTP);
  const { outcome, record } = await onboarding.result();
  expect(outcome).toBe('registered');
  expect(record?.registration?.confirmedBy).toBe('readBack');
  expect(customer.sequence).toEqual(CHECK_TRY_AND_READ_BACK);
  expect((await onboarding.status()).timeline.map(({ event }) => event)).not.toContain('attentionRaised');
});

test('a registration that lands during the attention: found before the code would be sent again', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', httpStatus(400));
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit(RIGHT_OTP);
  await onboarding.untilAttention('iserveu-contract');
  customer.is('verified');
  await onboarding.retryNow();
  const { outcome, record } = await onboarding.result();
  expect(outcome).toBe('registered');
  expect(record?.registration?.confirmedBy).toBe('readBack');
  expect(customer.sequence).toEqual([...CHECK_TRY_AND_READ_BACK, 'getCustomer']);
});
