import { expect, test } from 'vitest';
import type { Onboarding } from '../support/onboarding.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { RealServerSuite } from '../support/real-server.js';

/** What one onboarding costs the server; docs/architecture.md says the same. */
const COST_WITH_SIGNAL = { events: 31, workflowTasks: 5 };
const COST_WITH_UPDATE = { events: 32, workflowTasks: 5 };

const suite = RealServerSuite.use();

async function costOf({ handle }: Onboarding) {
  const { events } = await handle.fetchHistory();
  const workflowTasks = events?.filter((event) => event.workflowTaskCompletedEventAttributes != null).length;
  return { events: events?.length, workflowTasks };
}

test('registered and enriched with one submitOtp: 31 events, 5 workflow tasks', async () => {
  const customer = suite.newCustomer();
  const onboarding = await customer.onboardUntilCode({ clientCode: customer.clientCode });
  await onboarding.submit(RIGHT_OTP);
  const { outcome, record } = await onboarding.result();
  expect(outcome).toBe('registered');
  expect(record?.enrichment).toBe('enriched');
  expect(await costOf(onboarding)).toEqual(COST_WITH_SIGNAL);
});

test('registered and enriched with one verifyOtp: 32 events, 5 workflow tasks', async () => {
  const customer = suite.newCustomer();
  const onboarding = await customer.onboardUntilCode({ clientCode: customer.clientCode });
  expect(await onboarding.verify(RIGHT_OTP)).toEqual({ result: 'registered', attemptsLeft: 5 });
  const { record } = await onboarding.result();
  expect(record?.enrichment).toBe('enriched');
  expect(await costOf(onboarding)).toEqual(COST_WITH_UPDATE);
});
