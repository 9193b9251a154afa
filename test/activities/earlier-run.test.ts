import { Client, Connection } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { findFreePort } from '../../dev/temporal/free-port.js';
import { resetPoints, resetRun } from '../../dev/temporal/reset-run.js';
import { earlierCallMayLastMs } from '../../src/activities/earlier-run.js';
import { failed } from '../support/iserveu-faults.js';
import type { Onboarding } from '../support/onboarding.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { RealServerSuite } from '../support/real-server.js';

const START_TO_CLOSE_MS = 30_000;

const suite = RealServerSuite.use();

/** Resets an onboarding to the point before get-customer. */
async function resetToStart({ handle }: Onboarding): Promise<string> {
  const [point] = await resetPoints(handle);
  if (point === undefined) throw new Error('The run has no reset point.');
  const { runId } = await (await resetRun(suite.harness.client, handle, point)).describe();
  return runId;
}

/** What an activity of a run learns that starts now, or later where given. */
function mayLastMs({ handle }: Onboarding, runId: string, laterMs = 0, client = suite.harness.client): Promise<number> {
  const workflowExecution = { workflowId: handle.workflowId, runId };
  const currentAttemptScheduledTimestampMs = Date.now() + laterMs;
  const info = { workflowExecution, currentAttemptScheduledTimestampMs };
  return new MockActivityEnvironment(info, { client }).run(earlierCallMayLastMs);
}

test('a run that was never reset waits for no earlier call', async () => {
  const onboarding = await suite.newCustomer().onboardUntilCode();
  const { runId } = await onboarding.handle.describe();
  expect(await mayLastMs(onboarding, runId)).toBe(0);
});

test('after a reset of a run that had no registration under way: no wait', async () => {
  const onboarding = await suite.newCustomer().onboardUntilCode();
  expect(await mayLastMs(onboarding, await resetToStart(onboarding))).toBe(0);
});

test('a reset during the registration: its call may last until 30 s after the reset', async () => {
  const customer = suite.newCustomer();
  customer.meets('processCustomerRegistration', failed('-1', 'Invalid OTP', { delayMs: 1_500 }));
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit(RIGHT_OTP);
  await customer.untilCalled('processCustomerRegistration');
  const runId = await resetToStart(onboarding);

  const leftMs = await mayLastMs(onboarding, runId);
  expect(leftMs).toBeGreaterThan(START_TO_CLOSE_MS - 10_000);
  expect(leftMs).toBeLessThanOrEqual(START_TO_CLOSE_MS);
  expect(await mayLastMs(onboarding, runId, START_TO_CLOSE_MS)).toBe(0);
});

test('Temporal does not answer: the call may last the whole 30 s', async () => {
  const onboarding = await suite.newCustomer().onboardUntilCode();
  const { runId } = await onboarding.handle.describe();
  const connection = Connection.lazy({ address: `127.0.0.1:${await findFreePort()}` });
  const client = new Client({ connection });
  expect(await mayLastMs(onboarding, runId, 0, client)).toBe(START_TO_CLOSE_MS);
  await connection.close();
});
