import { AsyncCompletionClient } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { expect, test } from 'vitest';
import type { Onboarding } from '../support/onboarding.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import type { TestCustomer } from '../support/test-customer.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

/*
 * The activity's end does not always come from our code: an operator ends it by hand, a worker is shut down, another
 * version answers with words of its own. None of that says that iServeU did not register.
 */
const suite = TimeSkippingSuite.use({ environment: { ISERVEU_TIMEOUT_MS: '2000' } });

/** An onboarding whose registration call iServeU has made but not answered, and that call's activity. */
async function duringTheCall(customer: TestCustomer) {
  customer.meets('processCustomerRegistration', { kind: 'hang', processed: true });
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit(RIGHT_OTP);
  await customer.untilCalled('processCustomerRegistration');
  const { connection, options } = suite.harness.client;
  const completion = new AsyncCompletionClient({ connection, namespace: options.namespace });
  return { onboarding, completion, activity: await runningActivity(onboarding) };
}

async function runningActivity({ handle }: Onboarding) {
  const { events } = await handle.fetchHistory();
  const activityId = events?.findLast((event) => event.activityTaskScheduledEventAttributes != null)
    ?.activityTaskScheduledEventAttributes?.activityId;
  if (activityId == null) throw new Error('No activity is running.');
  return { workflowId: handle.workflowId, activityId };
}

async function expectFoundByReadBack(customer: TestCustomer, onboarding: Onboarding): Promise<void> {
  const { outcome, record } = await onboarding.result();
  expect(outcome).toBe('registered');
  expect(record?.registration?.confirmedBy).toBe('readBack');
  expect(customer.count('processCustomerRegistration')).toBe(1);
  expect(customer.registrations).toBe(1);
}

test.each([
  ['an unknown error', new Error('made up')],
  ['WorkerShutdown', ApplicationFailure.retryable('worker is shutting down', 'WorkerShutdown')],
  ['InvalidRequest', ApplicationFailure.nonRetryable('made up', 'InvalidRequest')],
])('the call fails with %s: read back, never sent again', async (_failure, failure) => {
  const customer = suite.newCustomer();
  const { onboarding, completion, activity } = await duringTheCall(customer);
  await completion.fail(activity, failure);
  await expectFoundByReadBack(customer, onboarding);
});

test.each([
  ['nothing', null],
  ['a text', 'registered'],
  ['an answer of another version', { kind: 'registeredElsewhere' }],
])('the call is completed with %s: read back, never sent again', async (_result, result) => {
  const customer = suite.newCustomer();
  const { onboarding, completion, activity } = await duringTheCall(customer);
  await completion.complete(activity, result);
  await expectFoundByReadBack(customer, onboarding);
});
