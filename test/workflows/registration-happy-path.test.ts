import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Onboarding } from '../support/onboarding.js';
import { OnboardingHarness, RIGHT_OTP } from '../support/onboarding-harness.js';
import { connectToRealServer } from '../support/real-server.js';
import { TestCustomer } from '../support/test-customer.js';

/** What one onboarding costs the server; docs/architecture.md says the same. */
const COST_WITH_SIGNAL = { events: 31, workflowTasks: 5 };
const COST_WITH_UPDATE = { events: 32, workflowTasks: 5 };

let environment: TestWorkflowEnvironment;
let harness: OnboardingHarness;

beforeAll(async () => {
  environment = await connectToRealServer();
  harness = await OnboardingHarness.start(environment);
});
afterAll(async () => {
  await harness.stop();
  await environment.teardown();
});

async function costOf({ handle }: Onboarding) {
  const { events } = await handle.fetchHistory();
  const workflowTasks = events?.filter((event) => event.workflowTaskCompletedEventAttributes != null).length;
  return { events: events?.length, workflowTasks };
}

test('registered and enriched with one submitOtp: 31 events, 5 workflow tasks', async () => {
  const customer = new TestCustomer(harness, '9876543210');
  const onboarding = await customer.onboardUntilCode({ clientCode: customer.clientCode });
  await onboarding.submit(RIGHT_OTP);
  const { outcome, record } = await onboarding.result();
  expect(outcome).toBe('registered');
  expect(record?.enrichment).toBe('enriched');
  expect(await costOf(onboarding)).toEqual(COST_WITH_SIGNAL);
});

test('registered and enriched with one verifyOtp: 32 events, 5 workflow tasks', async () => {
  const customer = new TestCustomer(harness, '9876543211');
  const onboarding = await customer.onboardUntilCode({ clientCode: customer.clientCode });
  expect(await onboarding.verify(RIGHT_OTP)).toEqual({ result: 'registered', attemptsLeft: 5 });
  const { record } = await onboarding.result();
  expect(record?.enrichment).toBe('enriched');
  expect(await costOf(onboarding)).toEqual(COST_WITH_UPDATE);
});
