import { describe, expect, test } from 'vitest';
import type { Fault } from '../../dev/simulators/index.js';
import type { OnboardingPolicy } from '../../src/contract/policy.js';
import { failed, reply, SERVER_ISSUE } from '../support/iserveu-faults.js';
import type { Onboarding } from '../support/onboarding.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import type { TestCustomer } from '../support/test-customer.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';
import { expectNoWorkflowTaskFailed, searchAttributesOverTime } from '../support/workflow-history.js';

const suite = TimeSkippingSuite.use();

/** Long enough to cancel while a registration is under way. */
const DELAY_MS = 1_500;
const SLOW: Fault = { kind: 'none', delayMs: DELAY_MS };

/** Cancels while the first registration call is under way. */
async function cancelWhileRegistering(
  customer: TestCustomer,
  { hasClientCode = false, policy = {} }: { hasClientCode?: boolean; policy?: Partial<OnboardingPolicy> } = {},
): Promise<Onboarding> {
  const { clientCode, mobileNumber } = customer;
  const onboarding = await customer.onboard(hasClientCode ? { clientCode } : {}, policy);
  await onboarding.untilStage('awaitingOtp');
  await onboarding.submit(RIGHT_OTP);
  await suite.iserveu.journal.waitFor(
    ({ operation, subject }) => operation === 'processCustomerRegistration' && subject === mobileNumber,
  );
  await onboarding.handle.cancel();
  return onboarding;
}

describe('a cancel during a registration lets it end, and a registration stands', () => {
  test.each([
    [true, 'cancelled'],
    [false, 'notRequested'],
  ])('that iServeU confirms; with a client code: %s, enrichment: %s', async (hasClientCode, enrichment) => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', SLOW);
    const onboarding = await cancelWhileRegistering(customer, { hasClientCode });
    const { outcome, record } = await onboarding.result();
    expect(outcome).toBe('registered');
    expect(record).toMatchObject({ enrichment, registration: { code: '2', confirmedBy: 'answer' } });
    expect(record).not.toHaveProperty('profile');
    expect(suite.iifl.journal.of('fetchClientProfile', customer.clientCode)).toEqual([]);
    expect(customer.count('processCustomerRegistration')).toBe(1);
    expect((await searchAttributesOverTime(onboarding.handle)).at(-1)).toEqual({
      OnboardingStage: 'closed',
      OnboardingOutcome: 'registered',
    });
    await expectNoWorkflowTaskFailed(onboarding.handle);
  });

  test.each<[string, Fault]>([
    ['whose answer is lost', { kind: 'dropAfter', delayMs: DELAY_MS }],
    ['whose answer nobody can read', { kind: 'garbage', delayMs: DELAY_MS }],
    ['that answers code 4', { kind: 'reply', json: { statusCode: '4' }, processed: true, delayMs: DELAY_MS }],
    [
      'that answers what is on no page',
      { kind: 'reply', json: { statusCode: '17' }, processed: true, delayMs: DELAY_MS },
    ],
    ['that is lost and made while it is read back', { kind: 'landLate', afterCalls: 1, delayMs: DELAY_MS }],
  ])('%s, once get-customer says so', async (_what, fault) => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', fault);
    const onboarding = await cancelWhileRegistering(customer, { hasClientCode: true });
    const { outcome, record } = await onboarding.result();
    expect(outcome).toBe('registered');
    expect(record).toMatchObject({ enrichment: 'cancelled', registration: { code: '2', confirmedBy: 'readBack' } });
    expect(customer.count('processCustomerRegistration')).toBe(1);
    expect(customer.registrations).toBe(1);
  });
});

describe('a cancel during a registration ends the onboarding as cancelled, once it is known that', () => {
  test('the code was refused; a code behind it is not tried', async () => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', {
      ...failed('-1', 'Invalid OTP'),
      delayMs: DELAY_MS,
    });
    const onboarding = await customer.onboard();
    await onboarding.untilStage('awaitingOtp');
    await onboarding.submit('999999');
    await onboarding.untilStage('registering');
    await onboarding.submit(RIGHT_OTP);
    await onboarding.handle.cancel();
    expect(await onboarding.isCancelled()).toBe(true);
    expect(customer.count('processCustomerRegistration')).toBe(1);
    expect(customer.count('getCustomer')).toBe(1);
    expect(customer.registrations).toBe(0);
  });

  test('the last attempt was refused', async () => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', {
      ...failed('-1', 'Invalid OTP'),
      delayMs: DELAY_MS,
    });
    const onboarding = await cancelWhileRegistering(customer, { policy: { otpMaxAttempts: 1 } });
    expect(await onboarding.isCancelled()).toBe(true);
    expect(await onboarding.status()).not.toHaveProperty('outcome');
  });

  test('the customer was rejected, and is not registered when asked once more', async () => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', {
      ...failed('-1', 'Customer is blocked'),
      delayMs: DELAY_MS,
    });
    const onboarding = await cancelWhileRegistering(customer);
    expect(await onboarding.isCancelled()).toBe(true);
    expect(customer.count('getCustomer')).toBe(2);
  });

  test.each<[string, Fault]>([
    ['it was lost before it was made', { kind: 'dropBefore', delayMs: DELAY_MS }],
    ['it answered code 4 and was not made', { ...SERVER_ISSUE, delayMs: DELAY_MS }],
    ['it answered what is on no page and was not made', { ...reply({ statusCode: '17' }), delayMs: DELAY_MS }],
  ])('%s', async (_what, fault) => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', fault);
    const onboarding = await cancelWhileRegistering(customer, { hasClientCode: true });
    expect(await onboarding.isCancelled()).toBe(true);
    expect(customer.count('getCustomer')).toBeGreaterThanOrEqual(2);
    expect(customer.count('processCustomerRegistration')).toBe(1);
    expect(customer.registrations).toBe(0);
    await expectNoWorkflowTaskFailed(onboarding.handle);
  });
});

test('a cancel does not cut short the read-back window (60 s): a registration that lands in it is found', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', { kind: 'dropBefore', delayMs: DELAY_MS });
  const onboarding = await cancelWhileRegistering(customer);
  const { timeline } = await onboarding.untilEvent('registrationUnconfirmed');
  await suite.sleepUntil(Date.parse(timeline.at(-1)?.at ?? '') + 45_000);
  customer.is('verified');
  const { outcome, record } = await onboarding.result();
  expect(outcome).toBe('registered');
  expect(record?.registration?.confirmedBy).toBe('readBack');
  expect(customer.count('processCustomerRegistration')).toBe(1);
});
