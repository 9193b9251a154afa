import { expect, test } from 'vitest';
import { attentionEvery, longest } from '../support/attention-every.js';
import { httpStatus, SERVER_ISSUE, tooManyRequests } from '../support/iserveu-faults.js';
import { firstMomentMs } from '../support/moments.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use();

test.each([401, 403])('%i: attention iserveu-access at once; then the same code is sent again', async (status) => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', httpStatus(status));
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit(RIGHT_OTP);
  const { stage, otp } = await onboarding.untilAttention('iserveu-access');
  expect(stage).toBe('registering');
  expect(otp?.attemptsLeft).toBe(5);
  expect(customer.count('processCustomerRegistration')).toBe(1);

  await onboarding.retryNow();
  expect((await onboarding.result()).outcome).toBe('registered');
  expect(customer.sequence).toEqual(['getCustomer', 'processCustomerRegistration', 'processCustomerRegistration']);
  expect(customer.calls('processCustomerRegistration').map(({ fields }) => fields['otp'])).toEqual([
    RIGHT_OTP,
    RIGHT_OTP,
  ]);
  expect(customer.registrations).toBe(1);
});

test('429 twice: the same code is sent again without attention', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', httpStatus(429), 2);
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit(RIGHT_OTP);
  expect((await onboarding.result()).outcome).toBe('registered');
  expect(customer.count('processCustomerRegistration')).toBe(3);
  expect(customer.count('getCustomer')).toBe(1);
  expect(customer.registrations).toBe(1);
  expect((await onboarding.status()).timeline.map(({ event }) => event)).not.toContain('attentionRaised');
});

test('429 with Retry-After 40: not sent again 1 s before, sent 1 s after', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', tooManyRequests(40));
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit(RIGHT_OTP);
  const triedMs = await firstMomentMs(onboarding, 'otpTried');
  await customer.untilCalled('processCustomerRegistration');
  await suite.sleepUntil(triedMs + 39_000);
  expect(customer.count('processCustomerRegistration')).toBe(1);
  await suite.sleepUntil(triedMs + longest(40_000) + 1_000);
  await onboarding.untilStage('closed');
  expect(customer.count('processCustomerRegistration')).toBe(2);
  expect(customer.registrations).toBe(1);
});

test('429 with Retry-After 200 and attentionAfterMs 10 s: attention whose next try comes after the 200 s', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', tooManyRequests(200));
  const onboarding = await customer.onboardUntilCode({}, { ...attentionEvery(20_000), attentionAfterMs: 10_000 });
  await onboarding.submit(RIGHT_OTP);
  const { attention } = await onboarding.untilAttention('iserveu-unavailable');
  const waitMs = Date.parse(attention?.nextTryAt ?? '') - Date.parse(attention?.since ?? '');
  expect(waitMs).toBeGreaterThanOrEqual(200_000);
  expect(waitMs).toBeLessThanOrEqual(longest(200_000));
});

test('429 for attentionAfterMs: no attention 1 s before, iserveu-unavailable 1 s after', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', httpStatus(429), 'always');
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit(RIGHT_OTP);
  const triedMs = await firstMomentMs(onboarding, 'otpTried');
  await customer.untilCalled('processCustomerRegistration');
  const calledMs = await suite.now();
  await suite.sleepUntil(triedMs + 119_000);
  expect((await onboarding.status()).attention).toBeUndefined();
  await suite.sleepUntil(calledMs + 121_000);
  const { attention } = await onboarding.untilAttention('iserveu-unavailable');
  expect(Date.parse(attention?.since ?? '') - calledMs).toBeLessThanOrEqual(121_000);
  expect(customer.count('getCustomer')).toBe(1);
});

test('a refused connection: attention after attentionAfterMs, then the same code registers with one call', async () => {
  const customer = suite.newCustomer();
  const onboarding = await customer.onboardUntilCode({}, { attentionAfterMs: 30_000 });
  await suite.iserveu.refuseConnections();
  try {
    await onboarding.submit(RIGHT_OTP);
    const triedMs = await firstMomentMs(onboarding, 'otpTried');
    await suite.sleepUntil(triedMs + 29_000);
    expect((await onboarding.status()).attention).toBeUndefined();
    await suite.sleepUntil(triedMs + 31_000);
    await onboarding.untilAttention('iserveu-unavailable');
  } finally {
    await suite.iserveu.acceptConnections();
  }
  await onboarding.retryNow();
  expect((await onboarding.result()).outcome).toBe('registered');
  expect(customer.sequence).toEqual(['getCustomer', 'processCustomerRegistration']);
  expect(customer.registrations).toBe(1);
});

test('401 after a call that may have landed: out of attention it is read back before the code is sent again', async () => {
  const customer = suite
    .newCustomer()
    .meets('processCustomerRegistration', SERVER_ISSUE)
    .meets('processCustomerRegistration', httpStatus(401));
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit(RIGHT_OTP);
  await suite.sleepUntil((await firstMomentMs(onboarding, 'otpTried')) + 5_000);
  await onboarding.untilAttention('iserveu-access');
  const before = customer.sequence;
  await onboarding.retryNow();
  expect((await onboarding.result()).outcome).toBe('registered');
  expect(customer.sequence.slice(before.length)).toEqual(['getCustomer', 'processCustomerRegistration']);
  expect(customer.registrations).toBe(1);
});

test('429 after a call that may have landed, which lands meanwhile: found, the code is not sent again', async () => {
  const customer = suite
    .newCustomer()
    .meets('processCustomerRegistration', SERVER_ISSUE)
    .meets('processCustomerRegistration', tooManyRequests(100));
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit(RIGHT_OTP);
  await suite.sleepUntil((await firstMomentMs(onboarding, 'otpTried')) + 5_000);
  await customer.untilCalled('processCustomerRegistration', 2);
  customer.is('verified');
  const { outcome, record } = await onboarding.result();
  expect(outcome).toBe('registered');
  expect(record?.registration?.confirmedBy).toBe('readBack');
  expect(customer.count('processCustomerRegistration')).toBe(2);
});

test('a cancel while the code waits to be sent again: cancelled, the code is never sent', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', httpStatus(401));
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit(RIGHT_OTP);
  await onboarding.untilAttention('iserveu-access');
  await onboarding.handle.cancel();
  expect(await onboarding.isCancelled()).toBe(true);
  expect(customer.sequence).toEqual(['getCustomer', 'processCustomerRegistration']);
});
