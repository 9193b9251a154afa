import { expect, test } from 'vitest';
import type { Fault } from '../../dev/simulators/index.js';
import { httpStatus, reply, SERVER_ISSUE } from '../support/iserveu-faults.js';
import { firstMomentMs } from '../support/moments.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use({ environment: { ISERVEU_TIMEOUT_MS: '300' } });

const MADE_BUT_LOST: [answer: string, fault: Fault][] = [
  ['a connection that breaks after the call', { kind: 'dropAfter' }],
  ['no answer in time', { kind: 'hang', processed: true }],
  ['headers and no body in time', { kind: 'hang', processed: true, headersSent: true }],
  ['408', { kind: 'status', status: 408, processed: true }],
  ['500', { kind: 'status', status: 500, processed: true }],
  ['503', { kind: 'status', status: 503, processed: true }],
  ['bytes that are no text', { kind: 'garbage' }],
  ['an answer that is cut off', { kind: 'cutOff' }],
  ['2 MiB', { kind: 'huge' }],
];

test.each(MADE_BUT_LOST)(
  '%s, the registration made: registered by the read-back, one call, no other code',
  async (_answer, fault) => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', fault);
    const onboarding = await customer.onboardUntilCode();
    await onboarding.submit(RIGHT_OTP);
    const { outcome, record } = await onboarding.result();
    expect(outcome).toBe('registered');
    expect(record).toMatchObject({
      kycVerified: true,
      registration: { code: '2', text: 'Customer verified successfully', confirmedBy: 'readBack' },
    });
    expect(customer.sequence).toEqual(['getCustomer', 'processCustomerRegistration', 'getCustomer']);
    expect(customer.registrations).toBe(1);
    const { timeline } = await onboarding.status();
    expect(timeline.map(({ event }) => event)).toContain('registrationUnconfirmed');
  },
);

const LOST: [answer: string, fault: Fault][] = [
  ['a connection that breaks before the call', { kind: 'dropBefore' }],
  ['no answer in time', { kind: 'hang' }],
  ['408', httpStatus(408)],
  ['503 with Retry-After', httpStatus(503, { 'retry-after': '5' })],
  ['an unreadable answer', { kind: 'replyText', text: '<html>' }],
  ['bytes that are no text', { kind: 'garbage', processed: false }],
];

test.each(LOST)(
  '%s, not registered: read back for 60 s without a second call, then a code is awaited, unconfirmed',
  async (_answer, fault) => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', fault);
    const onboarding = await customer.onboardUntilCode();
    await onboarding.submit(RIGHT_OTP);
    const calledMs = await firstMomentMs(onboarding, 'registrationUnconfirmed');
    await suite.sleepUntil(calledMs + 59_000);
    expect((await onboarding.status()).stage).toBe('registering');
    await suite.sleepUntil(calledMs + 61_000);
    const { otp } = await onboarding.untilStage('awaitingOtp');
    expect(otp).toMatchObject({ lastProblem: 'unconfirmed', attemptsLeft: 5 });
    expect(customer.count('processCustomerRegistration')).toBe(1);
    expect(customer.count('getCustomer')).toBeGreaterThan(3);

    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(customer.registrations).toBe(1);
  },
);

test('readBackWindowMs 10 s: registering 1 s before, a code is awaited 1 s after', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', { kind: 'dropBefore' });
  const onboarding = await customer.onboardUntilCode({}, { readBackWindowMs: 10_000 });
  await onboarding.submit(RIGHT_OTP);
  const calledMs = await firstMomentMs(onboarding, 'registrationUnconfirmed');
  await suite.sleepUntil(calledMs + 9_000);
  expect((await onboarding.status()).stage).toBe('registering');
  await suite.sleepUntil(calledMs + 11_000);
  await onboarding.untilStage('awaitingOtp');
});

test('a registration that is made after three more calls within the window: found, one call, no other code', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', { kind: 'landLate', afterCalls: 3 });
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit(RIGHT_OTP);
  const { outcome, record } = await onboarding.result();
  expect(outcome).toBe('registered');
  expect(record?.registration?.confirmedBy).toBe('readBack');
  expect(customer.count('processCustomerRegistration')).toBe(1);
  expect(customer.count('getCustomer')).toBe(5);
  expect(customer.registrations).toBe(1);
});

test('get-customer down while a registration is read back: attention, and found when it is up again', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', { kind: 'dropAfter' });
  const onboarding = await customer.onboardUntilCode({}, { attentionAfterMs: 10_000 });
  customer.meets('getCustomer', SERVER_ISSUE, 5);
  await onboarding.submit(RIGHT_OTP);
  await suite.sleepUntil((await firstMomentMs(onboarding, 'registrationUnconfirmed')) + 12_000);
  const { stage } = await onboarding.untilAttention('iserveu-unavailable');
  expect(stage).toBe('registering');
  await onboarding.retryNow();
  const { outcome, record } = await onboarding.result();
  expect(outcome).toBe('registered');
  expect(record?.registration?.confirmedBy).toBe('readBack');
  expect(customer.count('processCustomerRegistration')).toBe(1);
});

test.each([
  ['-1', reply({ statusCode: '-1', statusDesc: 'Invalid mobile number', status: 'FAILED' })],
  ['0', reply({ statusCode: '0', statusDesc: 'Customer verified successfully', KYCTypeFlag: true, status: 'SUCCESS' })],
])('%s on every read-back, whatever its text and flag: not registered', async (_code, answer) => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', { kind: 'dropBefore' });
  const onboarding = await customer.onboardUntilCode({}, { readBackWindowMs: 1 });
  customer.meets('getCustomer', answer, 'always');
  await onboarding.submit(RIGHT_OTP);
  const { otp } = await onboarding.until((status) => status.otp?.lastProblem === 'unconfirmed');
  expect(otp?.attemptsLeft).toBe(5);
});
