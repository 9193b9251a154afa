import { AsyncCompletionClient } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { expect, test } from 'vitest';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';
import { attributesOf, expectNoWorkflowTaskFailed } from '../support/workflow-history.js';

/*
 * The activity's end does not always come from our code: an operator ends it by hand, a worker is shut down, another
 * version answers with words of its own. A code may have been sent then.
 */
const suite = TimeSkippingSuite.use({ environment: { ISERVEU_TIMEOUT_MS: '2000' } });

type Activity = Parameters<AsyncCompletionClient['complete']>[0];
type End = (completion: AsyncCompletionClient, activity: Activity & object) => Promise<void>;

test.each<[string, End]>([
  ['is completed with nothing', (completion, activity) => completion.complete(activity, null)],
  ['is completed with a text', (completion, activity) => completion.complete(activity, 'sent')],
  ['is completed with another word', (completion, activity) => completion.complete(activity, { kind: 'delivered' })],
  ['fails with an unknown error', (completion, activity) => completion.fail(activity, new Error('made up'))],
  [
    'fails as its worker is shut down',
    (completion, activity) => completion.fail(activity, ApplicationFailure.retryable('shut down', 'WorkerShutdown')),
  ],
])('a send whose activity %s is counted, not repeated, and blocks nothing', async (_what, end) => {
  const customer = suite.newCustomer().meets('sendOtp', { kind: 'hang' });
  const onboarding = await customer.onboard({}, { sendOtp: true });
  await customer.untilCalled('sendOtp');
  const { connection, options } = suite.harness.client;
  const scheduled = await attributesOf(onboarding.handle, 'activityTaskScheduledEventAttributes');
  const activityId = scheduled.at(-1)?.activityId ?? '';
  const completion = new AsyncCompletionClient({ connection, namespace: options.namespace });
  await end(completion, { workflowId: onboarding.handle.workflowId, activityId });

  const status = await onboarding.untilEvent('otpSendUnconfirmed');
  expect(status).toMatchObject({ stage: 'awaitingOtp', otp: { sends: 1 } });
  expect(status).not.toHaveProperty('attention');
  expect((await onboarding.verify(RIGHT_OTP)).result).toBe('registered');
  expect(customer.count('sendOtp')).toBe(1);
  await expectNoWorkflowTaskFailed(onboarding.handle);
});
