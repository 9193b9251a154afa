import { describe, expect, test } from 'vitest';
import { httpStatus, reply } from '../support/iserveu-faults.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import type { TestCustomer } from '../support/test-customer.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';
import { searchAttributesOverTime } from '../support/workflow-history.js';

const suite = TimeSkippingSuite.use();

/** A code is awaited again, after a registration that nobody knows the fate of. */
async function startUnconfirmed(customer: TestCustomer, clientCode?: string, registrationGiveUpMs = 86_400_000) {
  customer.meets('processCustomerRegistration', { kind: 'dropBefore' });
  const onboarding = await customer.onboard(clientCode === undefined ? {} : { clientCode }, {
    readBackWindowMs: 1,
    registrationGiveUpMs,
  });
  await onboarding.untilStage('awaitingOtp');
  await onboarding.submit(RIGHT_OTP);
  await onboarding.untilEvent('otpAwaited', 2);
  return { onboarding, questions: customer.count('getCustomer') };
}

describe('a cancel while a registration is unconfirmed asks get-customer once more', () => {
  test('not registered: cancelled', async () => {
    const customer = suite.newCustomer();
    const { onboarding, questions } = await startUnconfirmed(customer);
    await onboarding.handle.cancel();
    expect(await onboarding.isCancelled()).toBe(true);
    expect(customer.count('getCustomer')).toBe(questions + 1);
    expect(customer.count('processCustomerRegistration')).toBe(1);
  });

  test.each([
    [true, 'cancelled'],
    [false, 'notRequested'],
  ])('registered by now: that stands; with a client code: %s, enrichment: %s', async (hasClientCode, enrichment) => {
    const customer = suite.newCustomer();
    const { onboarding, questions } = await startUnconfirmed(customer, hasClientCode ? customer.clientCode : undefined);
    customer.is('verified');
    await onboarding.handle.cancel();
    const { outcome, record } = await onboarding.result();
    expect(outcome).toBe('registered');
    expect(record).toMatchObject({ enrichment, registration: { code: '2', confirmedBy: 'readBack' } });
    expect(customer.count('getCustomer')).toBe(questions + 1);
    expect(suite.iifl.journal.of('fetchClientProfile', customer.clientCode)).toEqual([]);
  });

  test('3 where the first answer was 0 and no document was sent: registered', async () => {
    const customer = suite.newCustomer();
    const { onboarding } = await startUnconfirmed(customer);
    customer.is('ovdNotVerified');
    await onboarding.handle.cancel();
    expect((await onboarding.result()).outcome).toBe('registered');
  });

  test('while iServeU is down: it is retried until it answers', async () => {
    const customer = suite.newCustomer();
    const { onboarding, questions } = await startUnconfirmed(customer);
    customer.meets('getCustomer', httpStatus(503), 3).is('verified');
    await onboarding.handle.cancel();
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(customer.count('getCustomer')).toBe(questions + 4);
  });

  test('while our access is denied: attention, and retryNow ends it', async () => {
    const customer = suite.newCustomer();
    const { onboarding } = await startUnconfirmed(customer);
    customer.meets('getCustomer', httpStatus(401));
    await onboarding.handle.cancel();
    const { timeline } = await onboarding.untilAttention('iserveu-access');
    expect(timeline.map(({ event }) => event)).toContain('cancelRequested');
    customer.is('verified');
    await onboarding.retryNow();
    expect((await onboarding.result()).outcome).toBe('registered');
    expect((await searchAttributesOverTime(onboarding.handle)).at(-1)).not.toHaveProperty('OnboardingAttention');
  });

  test('which stays faulty for registrationGiveUpMs: OnboardingAbandoned, since nobody knows', async () => {
    const customer = suite.newCustomer();
    const { onboarding } = await startUnconfirmed(customer, undefined, 3_600_000);
    customer.meets('getCustomer', httpStatus(401), 'always');
    await onboarding.handle.cancel();
    await onboarding.untilAttention('iserveu-access');
    expect((await onboarding.failure()).type).toBe('OnboardingAbandoned');
  });

  test('in attention of the registration, after an answer that is on no page', async () => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', reply({ statusCode: '17' }));
    const onboarding = await customer.onboard();
    await onboarding.untilStage('awaitingOtp');
    await onboarding.submit(RIGHT_OTP);
    await onboarding.untilAttention('iserveu-contract');
    const questions = customer.count('getCustomer');
    customer.is('verified');
    await onboarding.handle.cancel();
    const { outcome, record } = await onboarding.result();
    expect([outcome, record?.registration?.confirmedBy]).toEqual(['registered', 'readBack']);
    expect(customer.count('getCustomer')).toBe(questions + 1);
    expect(customer.count('processCustomerRegistration')).toBe(1);
  });
});
