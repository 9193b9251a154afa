import { describe, expect, test } from 'vitest';
import { attentionEvery } from '../support/attention-every.js';
import { failed, httpStatus, SERVER_ISSUE } from '../support/iserveu-faults.js';
import { firstMomentMs } from '../support/moments.js';
import type { Onboarding } from '../support/onboarding.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import type { TestCustomer } from '../support/test-customer.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use();
const SOON = { readBackWindowMs: 1 } as const;
const FOUND = { outcome: 'registered', record: { registration: { code: '2', confirmedBy: 'readBack' } } } as const;

/** An onboarding whose first code was lost, and has not landed when the read-back window ends. */
async function withLostCode(customer: TestCustomer, policy = {}): Promise<Onboarding> {
  customer.meets('processCustomerRegistration', { kind: 'dropBefore' });
  const onboarding = await customer.onboardUntilCode({}, { ...SOON, ...policy });
  await onboarding.submit(RIGHT_OTP);
  await onboarding.until((status) => status.otp?.lastProblem === 'unconfirmed');
  return onboarding;
}

/** Leaves one of two attempts. */
async function refuseOne(customer: TestCustomer, onboarding: Onboarding): Promise<void> {
  customer.meets('processCustomerRegistration', failed('-1', 'Invalid OTP'));
  await onboarding.submit('111111');
  await onboarding.untilEvent('otpAwaited', 3);
}

test('found before the next code is sent: the code is not sent, one call', async () => {
  const customer = suite.newCustomer();
  const onboarding = await withLostCode(customer);
  customer.is('verified');
  await onboarding.submit('654321');
  expect(await onboarding.result()).toMatchObject(FOUND);
  expect(customer.count('processCustomerRegistration')).toBe(1);
});

test('made after the window, while the next code is asked about: registered once', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', { kind: 'landLate', afterCalls: 7 });
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit(RIGHT_OTP);
  await suite.sleepUntil((await firstMomentMs(onboarding, 'registrationUnconfirmed')) + 61_000);
  await onboarding.until((status) => status.otp?.lastProblem === 'unconfirmed');
  await onboarding.submit(RIGHT_OTP);
  expect((await onboarding.result()).outcome).toBe('registered');
  expect(customer.registrations).toBe(1);
  expect(customer.count('processCustomerRegistration')).toBe(1);
});

test('found before otpExpired', async () => {
  const customer = suite.newCustomer();
  const onboarding = await withLostCode(customer);
  customer.is('verified');
  expect(await onboarding.result()).toMatchObject(FOUND);
  expect((await onboarding.status()).timeline.map(({ event }) => event)).not.toContain('otpExpired');
});

test('not found before otpExpired: get-customer was asked once more', async () => {
  const customer = suite.newCustomer();
  const onboarding = await withLostCode(customer);
  const asked = customer.count('getCustomer');
  expect((await onboarding.result()).outcome).toBe('otpExpired');
  expect(customer.count('getCustomer')).toBe(asked + 1);
});

describe('registered meanwhile by another run, before this one would end', () => {
  test.each([
    ['otpExpired', undefined],
    ['otpAttemptsExhausted', failed('-1', 'Invalid OTP', { delayMs: 300 })],
    ['rejected', failed('-1', 'Blocked by the bank', { delayMs: 300 })],
  ])('as %s: alreadyRegistered', async (_ending, fault) => {
    const customer = suite.newCustomer();
    if (fault !== undefined) customer.meets('processCustomerRegistration', fault);
    const onboarding = await customer.onboardUntilCode({}, { otpMaxAttempts: 1 });
    if (fault !== undefined) {
      await onboarding.submit('654321');
      await customer.untilCalled('processCustomerRegistration');
    }
    customer.is('verified');
    const { outcome, record } = await onboarding.result();
    expect(outcome).toBe('alreadyRegistered');
    expect(record).toMatchObject({ kycVerified: true, enrichment: 'notRequested' });
    expect(record).not.toHaveProperty('registration');
  });
});

test('not found before otpExpired, although nothing was sent: get-customer was asked once more', async () => {
  const customer = suite.newCustomer();
  const onboarding = await customer.onboardUntilCode();
  expect((await onboarding.result()).outcome).toBe('otpExpired');
  expect(customer.sequence).toEqual(['getCustomer', 'getCustomer']);
});

test('a code that comes while get-customer is asked before otpExpired is tried', async () => {
  const customer = suite.newCustomer();
  const onboarding = await customer.onboardUntilCode({}, { otpWaitMs: 1_000 });
  customer.meets('getCustomer', { kind: 'none', delayMs: 2_000 });
  await customer.untilCalled('getCustomer', 2);
  await onboarding.submit(RIGHT_OTP);
  expect((await onboarding.result()).outcome).toBe('registered');
  expect((await onboarding.status()).timeline.map(({ event }) => event)).not.toContain('otpExpired');
});

test.each([
  ['otpAttemptsExhausted', 'Invalid OTP'],
  ['rejected', 'Blocked by the bank'],
])('found before %s', async (_outcome, text) => {
  const customer = suite.newCustomer();
  const onboarding = await withLostCode(customer, { otpMaxAttempts: 2 });
  if (text === 'Invalid OTP') await refuseOne(customer, onboarding);
  customer.meets('processCustomerRegistration', failed('-1', text, { delayMs: 300 }));
  await onboarding.submit('654321');
  await customer.untilCalled('processCustomerRegistration', text === 'Invalid OTP' ? 3 : 2);
  customer.is('verified');
  expect(await onboarding.result()).toMatchObject(FOUND);
});

test.each([
  ['otpAttemptsExhausted', 'Invalid OTP', 3],
  ['rejected', 'Blocked by the bank', 2],
])('not found before %s: get-customer was asked once more', async (outcome, text, tries) => {
  const customer = suite.newCustomer();
  const onboarding = await withLostCode(customer, { otpMaxAttempts: 2 });
  if (text === 'Invalid OTP') await refuseOne(customer, onboarding);
  customer.meets('processCustomerRegistration', failed('-1', text));
  await onboarding.submit('654321');
  expect((await onboarding.result()).outcome).toBe(outcome);
  expect(customer.sequence.at(-1)).toBe('getCustomer');
  expect(customer.count('processCustomerRegistration')).toBe(tries);
});

test('found before a cancelled onboarding ends: registered', async () => {
  const customer = suite.newCustomer();
  const onboarding = await withLostCode(customer);
  customer.is('verified');
  await onboarding.handle.cancel();
  expect(await onboarding.result()).toMatchObject(FOUND);
});

test('not found before a cancelled onboarding ends: get-customer was asked once more, cancelled', async () => {
  const customer = suite.newCustomer();
  const onboarding = await withLostCode(customer);
  const asked = customer.count('getCustomer');
  await onboarding.handle.cancel();
  expect(await onboarding.isCancelled()).toBe(true);
  expect(customer.count('getCustomer')).toBe(asked + 1);
});

test('the last question of a cancelled onboarding meets an outage: attention, asked again, found', async () => {
  const customer = suite.newCustomer();
  const onboarding = await withLostCode(customer, { ...attentionEvery(60_000), attentionAfterMs: 1 });
  customer.meets('getCustomer', SERVER_ISSUE, 3);
  await onboarding.handle.cancel();
  await onboarding.untilEvent('cancelRequested');
  await onboarding.untilAttention('iserveu-unavailable');
  customer.is('verified');
  expect(await onboarding.result()).toMatchObject(FOUND);
});

test('found before OnboardingAbandoned: registered, the attention is over, the profile is fetched', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', httpStatus(400));
  const { clientCode } = customer;
  const onboarding = await customer.onboardUntilCode({ clientCode }, { registrationGiveUpMs: 60_000 });
  await onboarding.submit(RIGHT_OTP);
  await onboarding.untilAttention('iserveu-contract');
  customer.is('verified');
  expect(await onboarding.result()).toMatchObject({ ...FOUND, record: { ...FOUND.record, enrichment: 'enriched' } });
  const { timeline } = await onboarding.status();
  expect(timeline.map(({ event }) => event).slice(-5)).toEqual([
    'abandoned',
    'attentionCleared',
    'registered',
    'profileAttached',
    'closed',
  ]);
  expect(customer.count('processCustomerRegistration')).toBe(1);
});

test('not found before OnboardingAbandoned: get-customer was asked once more', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', httpStatus(400));
  const onboarding = await customer.onboardUntilCode({}, { registrationGiveUpMs: 60_000 });
  await onboarding.submit(RIGHT_OTP);
  await onboarding.untilAttention('iserveu-contract');
  const asked = customer.count('getCustomer');
  expect((await onboarding.failure()).type).toBe('OnboardingAbandoned');
  expect(customer.count('getCustomer')).toBe(asked + 1);
});
