import { describe, expect, test } from 'vitest';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import type { TestCustomer } from '../support/test-customer.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';
import { expectNoWorkflowTaskFailed, searchAttributesOverTime } from '../support/workflow-history.js';

const suite = TimeSkippingSuite.use();

async function startEnriching(customer: TestCustomer, clientCode: string) {
  const onboarding = await customer.onboard({ clientCode });
  await onboarding.untilStage('awaitingOtp');
  await onboarding.submit(RIGHT_OTP);
  await onboarding.untilStage('enriching');
  return onboarding;
}

describe('a cancel while the profile is fetched leaves the registration', () => {
  test('during the call: registered, enrichment cancelled, no profile', async () => {
    const customer = suite.newCustomer();
    const { clientCode } = customer;
    suite.iifl.scriptFault({ clientCode, fault: { kind: 'none', delayMs: 3_000 } });
    const onboarding = await startEnriching(customer, clientCode);
    await suite.iifl.journal.waitFor(({ subject }) => subject === clientCode);
    await onboarding.handle.cancel();
    const { outcome, record } = await onboarding.result();
    expect(outcome).toBe('registered');
    expect(record).toEqual({
      mobileNumber: customer.mobileNumber,
      name: 'Asha Rao',
      kycVerified: true,
      registration: {
        code: '2',
        text: 'Customer verified successfully and Ovd Data Updated',
        confirmedBy: 'answer',
      },
      enrichment: 'cancelled',
    });
    expect(customer.count('processCustomerRegistration')).toBe(1);
    await expectNoWorkflowTaskFailed(onboarding.handle);
  });

  test('in attention: the attention ends with it', async () => {
    const customer = suite.newCustomer();
    const onboarding = await startEnriching(customer, 'SESSION9');
    await onboarding.untilAttention('iifl-access');
    await onboarding.handle.cancel();
    const { outcome, record } = await onboarding.result();
    expect([outcome, record?.enrichment]).toEqual(['registered', 'cancelled']);
    expect(await onboarding.status()).toMatchObject({ stage: 'closed', outcome: 'registered' });
    expect(await onboarding.status()).not.toHaveProperty('attention');
    expect((await searchAttributesOverTime(onboarding.handle)).at(-1)).toEqual({
      OnboardingStage: 'closed',
      OnboardingOutcome: 'registered',
    });
  });

  test('while it is retried', async () => {
    const customer = suite.newCustomer();
    const onboarding = await startEnriching(customer, 'DOWN0503');
    await suite.iifl.journal.waitFor(({ subject }) => subject === 'DOWN0503');
    await onboarding.handle.cancel();
    const { outcome, record } = await onboarding.result();
    expect([outcome, record?.enrichment]).toEqual(['registered', 'cancelled']);
  });

  test('of a customer who was registered already: alreadyRegistered, enrichment cancelled', async () => {
    const customer = suite.newCustomer().is('verified');
    const onboarding = await customer.onboard({ clientCode: 'SESSION9' });
    await onboarding.untilAttention('iifl-access');
    await onboarding.handle.cancel();
    const { outcome, record } = await onboarding.result();
    expect([outcome, record?.enrichment]).toEqual(['alreadyRegistered', 'cancelled']);
    expect(record).not.toHaveProperty('registration');
  });
});
