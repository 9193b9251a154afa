import { expect, test } from 'vitest';
import { attentionEvery } from '../support/attention-every.js';
import { httpStatus, SERVER_ISSUE } from '../support/iserveu-faults.js';
import { firstMomentMs, startedAtMs } from '../support/moments.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use();
const DAY_MS = 86_400_000;

test.each([
  ['a fault for a person, after the default of 24 h', httpStatus(401), {}, DAY_MS],
  ['an outage, after 1 h', SERVER_ISSUE, { registrationGiveUpMs: 3_600_000 }, 3_600_000],
  ['an outage, before attentionAfterMs', SERVER_ISSUE, { registrationGiveUpMs: 50_000 }, 50_000],
  ['a fault for a person, before attentionRetryMs', httpStatus(403), { registrationGiveUpMs: 20_000 }, 20_000],
])('checking, %s: open 1 s before, OnboardingAbandoned within 1 s after', async (_fault, fault, policy, giveUpMs) => {
  const customer = suite.newCustomer().meets('getCustomer', fault, 'always');
  const onboarding = await customer.onboard({}, policy);
  const startedMs = await startedAtMs(onboarding);
  await customer.untilCalled('getCustomer');
  const calledMs = await suite.now();
  await suite.sleepUntil(startedMs + giveUpMs - 1_000);
  expect((await onboarding.status()).stage).toBe('checking');
  await suite.sleepUntil(calledMs + giveUpMs + 1_000);

  expect((await firstMomentMs(onboarding, 'abandoned')) - calledMs).toBeLessThanOrEqual(giveUpMs + 1_000);
  expect((await onboarding.untilStage('closed')).attention).toBeUndefined();
  const { type, message } = await onboarding.failure();
  expect(type).toBe('OnboardingAbandoned');
  expect(message).not.toContain(customer.mobileNumber);
  expect(customer.count('processCustomerRegistration')).toBe(0);
});

test('an outage given up before attentionAfterMs raises no attention', async () => {
  const customer = suite.newCustomer().meets('getCustomer', SERVER_ISSUE, 'always');
  const onboarding = await customer.onboard({}, { registrationGiveUpMs: 50_000 });
  expect((await onboarding.failure()).type).toBe('OnboardingAbandoned');
  const { timeline } = await onboarding.status();
  expect(timeline.map(({ event }) => event)).toEqual(['started', 'abandoned', 'closed']);
});

test('registering, 401: open 1 s before, OnboardingAbandoned within 1 s after the first fault of this step', async () => {
  const customer = suite
    .newCustomer()
    .meets('getCustomer', httpStatus(401))
    .meets('processCustomerRegistration', httpStatus(401), 'always');
  const onboarding = await customer.onboard({}, { ...attentionEvery(60_000), registrationGiveUpMs: 100_000 });
  await suite.sleepUntil((await firstMomentMs(onboarding, 'attentionRaised')) + 67_000);
  await onboarding.untilStage('awaitingOtp');
  await onboarding.submit(RIGHT_OTP);
  const { attention } = await onboarding.untilAttention('iserveu-access');
  const faultMs = Date.parse(attention?.since ?? '');

  // The faults of checking began more than registrationGiveUpMs ago by then; each step counts its own.
  await suite.sleepUntil(faultMs + 99_000);
  expect((await onboarding.status()).stage).toBe('registering');
  await suite.sleepUntil(faultMs + 101_000);
  expect((await firstMomentMs(onboarding, 'abandoned')) - faultMs).toBeLessThanOrEqual(101_000);
  expect((await onboarding.failure()).type).toBe('OnboardingAbandoned');
  expect(customer.registrations).toBe(0);
});

test('registering, the faults of a call and of the read-backs after it count as one: abandoned 100 s after the first', async () => {
  const customer = suite
    .newCustomer()
    .meets('processCustomerRegistration', httpStatus(429), 4)
    .meets('processCustomerRegistration', { kind: 'dropBefore' });
  const onboarding = await customer.onboard({}, { registrationGiveUpMs: 100_000, attentionAfterMs: 1_000_000 });
  await onboarding.untilStage('awaitingOtp');
  customer.meets('getCustomer', SERVER_ISSUE, 'always');
  const submittedMs = await suite.now();
  await onboarding.submit(RIGHT_OTP);
  await customer.untilCalled('processCustomerRegistration');
  const calledMs = await suite.now();
  await suite.sleepUntil(submittedMs + 99_000);
  expect((await onboarding.status()).stage).toBe('registering');
  await suite.sleepUntil(calledMs + 101_000);
  expect((await firstMomentMs(onboarding, 'abandoned')) - calledMs).toBeLessThanOrEqual(101_000);
  expect((await onboarding.failure()).type).toBe('OnboardingAbandoned');
});
