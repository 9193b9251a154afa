import { expect, test } from 'vitest';
import { longest } from '../support/attention-every.js';
import { failed, SERVER_ISSUE } from '../support/iserveu-faults.js';
import { firstMomentMs } from '../support/moments.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use();
const CHECK = ['getCustomer'];
const TRY_AND_READ_BACK = ['processCustomerRegistration', 'getCustomer'];

test('code 4 twice: read back each time, then the same code is sent again and registers once', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', SERVER_ISSUE, 2);
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit(RIGHT_OTP);
  const { outcome, record } = await onboarding.result();
  expect(outcome).toBe('registered');
  expect(record?.registration?.confirmedBy).toBe('answer');
  expect(customer.sequence).toEqual([
    ...CHECK,
    ...TRY_AND_READ_BACK,
    ...TRY_AND_READ_BACK,
    'processCustomerRegistration',
  ]);
  expect(new Set(customer.calls('processCustomerRegistration').map(({ fields }) => fields['otp']))).toEqual(
    new Set([RIGHT_OTP]),
  );
  expect(customer.registrations).toBe(1);
  const { timeline } = await onboarding.status();
  expect(timeline.map(({ event }) => event)).not.toContain('attentionRaised');
});

test('code 4 of a registration that was made: found by the read-back, no second call', async () => {
  const customer = suite
    .newCustomer()
    .meets('processCustomerRegistration', failed('4', 'Internal Server Issue', { processed: true }));
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit(RIGHT_OTP);
  const { outcome, record } = await onboarding.result();
  expect(outcome).toBe('registered');
  expect(record?.registration).toEqual({
    code: '2',
    text: 'Customer verified successfully',
    confirmedBy: 'readBack',
  });
  expect(customer.count('processCustomerRegistration')).toBe(1);
  expect(customer.registrations).toBe(1);
});

test.each([
  ['the default of 3', {}, 3],
  ['1', { registrationMaxTries: 1 }, 1],
  ['2', { registrationMaxTries: 2 }, 2],
])(
  'code 4 always, registrationMaxTries %s: so many calls, then a code is awaited, unconfirmed',
  async (_, policy, tries) => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', SERVER_ISSUE, tries);
    const onboarding = await customer.onboardUntilCode({}, policy);
    await onboarding.submit(RIGHT_OTP);
    await suite.sleepUntil((await firstMomentMs(onboarding, 'otpTried')) + 30_000);
    const { otp } = await onboarding.until(
      ({ stage, otp }) => stage === 'awaitingOtp' && otp?.lastProblem !== undefined,
    );
    expect(otp).toMatchObject({ lastProblem: 'unconfirmed', attemptsLeft: 5 });
    expect(customer.sequence).toEqual([...CHECK, ...Array.from({ length: tries }, () => TRY_AND_READ_BACK).flat()]);

    // A code that was left unconfirmed may be typed again, after get-customer was asked once more.
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(customer.sequence.slice(-3)).toEqual(['getCustomer', 'getCustomer', 'processCustomerRegistration']);
    expect(customer.registrations).toBe(1);
  },
);

test('code 4 eleven times, registrationMaxTries 12: the pauses grow to 30 s and no further', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', SERVER_ISSUE, 11);
  const onboarding = await customer.onboardUntilCode({}, { registrationMaxTries: 12 });
  await onboarding.submit(RIGHT_OTP);
  expect((await onboarding.result()).outcome).toBe('registered');
  const lastedMs = (await firstMomentMs(onboarding, 'registered')) - (await firstMomentMs(onboarding, 'otpTried'));
  expect(lastedMs).toBeGreaterThan(31_000 + 6 * 30_000);
  expect(lastedMs).toBeLessThan(longest(31_000 + 6 * 30_000) + 5_000);
});

test('code 4, then -1 about the code, which the first call used up: found by the read-back', async () => {
  const customer = suite
    .newCustomer()
    .meets('processCustomerRegistration', SERVER_ISSUE)
    .meets(
      'processCustomerRegistration',
      // Time for the first call to land while the second one is on its way.
      failed('-1', 'OTP already used', { delayMs: 300 }),
    );
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit(RIGHT_OTP);
  await suite.sleepUntil((await firstMomentMs(onboarding, 'otpTried')) + 5_000);
  await customer.untilCalled('processCustomerRegistration', 2);
  customer.is('verified');
  const { outcome, record } = await onboarding.result();
  expect(outcome).toBe('registered');
  expect(record?.registration?.confirmedBy).toBe('readBack');
});

test('code 4, then -1 about the code, and the customer is not registered: refused, which costs an attempt', async () => {
  const customer = suite
    .newCustomer()
    .meets('processCustomerRegistration', SERVER_ISSUE)
    .meets('processCustomerRegistration', failed('-1', 'Invalid OTP'));
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit('000000');
  await suite.sleepUntil((await firstMomentMs(onboarding, 'otpTried')) + 5_000);
  const { otp } = await onboarding.until((status) => status.otp?.lastProblem === 'refused');
  expect(otp?.attemptsLeft).toBe(4);
  expect(customer.sequence).toEqual([...CHECK, ...TRY_AND_READ_BACK, ...TRY_AND_READ_BACK]);
});
