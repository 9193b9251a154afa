import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Delivery } from '../support/delivery.js';
import { Onboarding, type OnboardingHandle } from '../support/onboarding.js';
import { OnboardingHarness } from '../support/onboarding-harness.js';
import { connectToRealServer } from '../support/real-server.js';
import { TestCustomer } from '../support/test-customer.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { attributesOf, type HistoryEvent } from '../support/workflow-history.js';

let environment: TestWorkflowEnvironment;
let receiver: WebhookReceiver;
let harness: OnboardingHarness;
beforeAll(async () => {
  environment = await connectToRealServer();
  receiver = await WebhookReceiver.start();
  harness = await OnboardingHarness.start(environment, { environment: receiver.environment });
});
afterAll(async () => {
  await harness.stop();
  await receiver.close();
  await environment.teardown();
});

let customersMade = 0;
/** An onboarding that has ended, and its delivery. */
async function ended(on: OnboardingHarness = harness) {
  customersMade += 1;
  const customer = new TestCustomer(on, String(9_876_800_000 + customersMade));
  const onboarding = await customer.is('verified').onboard({}, { notify: true });
  await onboarding.result();
  const { runId } = await onboarding.handle.describe();
  return { onboarding, runId, delivery: await Delivery.of(environment.client, onboarding) };
}

test('retryNow during the growing waits tries at once', async () => {
  receiver.otherwise = { status: 500 };
  const { runId, delivery } = await ended();
  await receiver.until(runId, 2);
  receiver.otherwise = { status: 204 };
  const askedMs = Date.now();
  await delivery.retryNow();
  await receiver.until(runId, 3);
  // By itself the third try would come 10 s after the second.
  expect(Date.now() - askedMs).toBeLessThan(5_000);
  expect(await delivery.ending()).toBe('completed');
});

test('the search attribute is set with the attention and taken away when the event is taken', async () => {
  receiver.otherwise = { status: 410 };
  const { delivery } = await ended();
  await delivery.untilAttention();
  expect(await delivery.attention()).toBe('webhook-undelivered');
  receiver.otherwise = { status: 204 };
  await delivery.retryNow();
  expect(await delivery.ending()).toBe('completed');
  expect(await delivery.attention()).toBeUndefined();
});

test('an operator who cancels the delivery ends it, and its attention', async () => {
  receiver.otherwise = { status: 410 };
  const { delivery } = await ended();
  await delivery.untilAttention();
  await delivery.handle.cancel();
  expect(await delivery.ending()).toBe('cancelled');
  expect(await delivery.attention()).toBeUndefined();
  receiver.otherwise = { status: 204 };
});

test('a worker without WEBHOOK_URL: attention at once, and the failure names the variable', async () => {
  const bare = await OnboardingHarness.start(environment);
  const { delivery } = await ended(bare);
  await delivery.untilAttention();
  expect(await delivery.lastProblem()).toContain('WEBHOOK_URL');
  await delivery.handle.cancel();
  expect(await delivery.ending()).toBe('cancelled');
  await bare.stop();
});

test('an onboarding that is not there any more ends the delivery as OutcomeGone', async () => {
  const run = { workflowId: 'onboarding-of-nobody', runId: crypto.randomUUID() };
  const delivery = await Delivery.start(environment.client, harness.taskQueue, run);
  expect(await delivery.ending()).toBe('OutcomeGone');
});

test.each([[null], ['text'], [{}], [{ workflowId: 'a', runId: 1 }]])(
  'a delivery of %j fails at once',
  async (input) => {
    const delivery = await Delivery.start(environment.client, harness.taskQueue, input);
    expect(await delivery.ending()).toBe('InvalidRequest');
  },
);

type EventId = NonNullable<HistoryEvent['eventId']>;

/** Resets a run to the workflow task that ended with this event; returns the run that follows. */
async function reset({ handle }: Onboarding, runId: string, finishedTask: EventId | undefined): Promise<Onboarding> {
  if (finishedTask === undefined) throw new Error('The onboarding has finished no such workflow task.');
  const { workflowService } = environment.connection;
  const { runId: newRunId } = await workflowService.resetWorkflowExecution({
    namespace: environment.namespace ?? 'default',
    workflowExecution: { workflowId: handle.workflowId, runId },
    reason: 'test',
    workflowTaskFinishEventId: finishedTask,
    requestId: crypto.randomUUID(),
  });
  const next: OnboardingHandle = environment.client.workflow.getHandle(handle.workflowId, newRunId);
  return new Onboarding(next);
}

async function finishedTasks({ handle }: Onboarding): Promise<EventId[]> {
  const { events } = await handle.fetchHistory();
  const finished = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes != null);
  return finished.flatMap(({ eventId }) => (eventId == null ? [] : [eventId]));
}

test('a run that is reset to before its delivery has one of its own', async () => {
  const { onboarding, runId } = await ended();
  await receiver.until(runId);
  const [first] = await finishedTasks(onboarding);
  const next = await reset(onboarding, runId, first);
  expect((await next.result()).outcome).toBe('alreadyRegistered');
  const { runId: nextRunId } = await next.handle.describe();
  const [post] = await receiver.until(nextRunId);
  expect(post && receiver.verified(post).data).toMatchObject({ runId: nextRunId, execution: 'completed' });
});

test('a run that is reset to its very end replays, and is not delivered again', async () => {
  const { onboarding, runId } = await ended();
  await receiver.until(runId);
  const next = await reset(onboarding, runId, (await finishedTasks(onboarding)).at(-1));
  expect((await next.result()).outcome).toBe('alreadyRegistered');
  expect(await attributesOf(next.handle, 'startChildWorkflowExecutionInitiatedEventAttributes')).toHaveLength(1);
  expect(await attributesOf(next.handle, 'workflowExecutionCompletedEventAttributes')).toHaveLength(1);
  expect(receiver.of(runId)).toHaveLength(1);
});

test('a webhook that hangs takes 25 calls of a worker and no more, so that onboardings go on', async () => {
  receiver.otherwise = 'silence';
  const hanging = await Promise.all(Array.from({ length: 40 }, () => ended()));
  const underWay = () => hanging.filter(({ runId }) => receiver.of(runId).length > 0).length;
  await vi.waitFor(
    () => {
      expect(underWay()).toBe(25);
    },
    { timeout: 10_000, interval: 25 },
  );
  hanging.push(await ended());
  expect(underWay()).toBe(25);
  receiver.otherwise = { status: 204 };
  receiver.cutConnections();
  for (const { delivery } of hanging) expect(await delivery.ending()).toBe('completed');
});
