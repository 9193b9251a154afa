import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { resetPoints, resetRun } from '../../dev/temporal/reset-run.js';
import { OnboardingCancelled, OnboardingClosed, OnboardingNotFound } from '../../src/client/errors.js';
import type { OnboardingError } from '../../src/client/errors.js';
import type { AttentionReason, OnboardingStatus } from '../../src/contract/status.js';
import { RealOnboardings } from './real-onboardings.js';

let onboardings: RealOnboardings;
beforeAll(async () => {
  onboardings = await RealOnboardings.start();
});
afterAll(async () => {
  await onboardings.stop();
});

const NOBODY = 'onboarding-00000000000000000000000000000000';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

test('watch yields every change and ends with the onboarding', async () => {
  const { client } = onboardings;
  const id = await onboardings.startAwaitingOtp();
  const seen: OnboardingStatus[] = [];
  for await (const status of client.watch(id, { intervalMs: 20 })) {
    seen.push(status);
    if (seen.length === 1) await client.submitOtp(id, '000000');
    if (status.otp?.lastProblem === 'refused' && status.stage === 'awaitingOtp') await client.submitOtp(id, '123456');
  }
  expect(seen.some(({ otp }) => otp?.attemptsLeft === 4)).toBe(true);
  expect(seen.at(-1)).toMatchObject({ stage: 'closed', outcome: 'registered' });
  const texts = seen.map((status) => JSON.stringify(status));
  expect(new Set(texts).size).toBe(texts.length);
});

test('watch of an onboarding that has ended yields its last status', async () => {
  const { client } = onboardings;
  const id = await onboardings.startAwaitingOtp();
  await client.verifyOtp(id, '123456');
  await client.result(id);
  const seen = await all(client.watch(id));
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({ stage: 'closed', outcome: 'registered' });
});

test('watch stays with its onboarding when a later one of the same customer starts', async () => {
  const { client } = onboardings;
  const request = onboardings.request();
  const { workflowId } = await client.start(request);
  const seen: OnboardingStatus[] = [];
  for await (const status of client.watch(workflowId, { intervalMs: 20 })) {
    if (seen.push(status) > 1) continue;
    await client.submitOtp(workflowId, '123456');
    await client.result(workflowId);
    await client.start(request);
    expect((await client.result(workflowId)).outcome).toBe('alreadyRegistered');
  }
  expect(seen.at(-1)?.outcome).toBe('registered');
});

test('watch ends when the onboarding is ended from outside; result tells how', async () => {
  const { client } = onboardings;
  const id = await onboardings.startAwaitingOtp();
  const seen: OnboardingStatus[] = [];
  for await (const status of client.watch(id, { intervalMs: 20 })) {
    if (seen.push(status) === 1) await onboardings.environment.client.workflow.getHandle(id).terminate('by hand');
  }
  expect(seen.at(-1)?.stage).toBe('awaitingOtp');
  await expect(client.result(id)).rejects.toMatchObject({ type: 'OnboardingTerminated' });
});

describe('after an operator has reset the run', () => {
  const temporal = () => onboardings.environment.client;

  async function resetWhileAwaitingOtp(id: string): Promise<void> {
    const handle = temporal().workflow.getHandle(id);
    const [point] = await resetPoints(handle);
    if (point === undefined) throw new Error('The run has no reset point.');
    await resetRun(temporal(), handle, point);
  }

  test('result by workflow id alone goes on with the new run, also when it is reset twice while it waits', async () => {
    const { client } = onboardings;
    const id = await onboardings.startAwaitingOtp();
    const waiting = client.result(id, { waitMs: 30_000 });
    await resetWhileAwaitingOtp(id);
    await onboardings.until(id, ({ stage }) => stage === 'awaitingOtp');
    await resetWhileAwaitingOtp(id);
    await client.submitOtp(id, '123456');
    expect(await waiting).toMatchObject({ outcome: 'registered' });
  });

  test('watch by workflow id alone goes on with the new run', async () => {
    const { client } = onboardings;
    const id = await onboardings.startAwaitingOtp();
    const seen: OnboardingStatus[] = [];
    for await (const status of client.watch(id, { intervalMs: 20 })) {
      if (seen.push(status) > 1) continue;
      await resetWhileAwaitingOtp(id);
      await onboardings.until(id, ({ stage }) => stage === 'awaitingOtp');
      await resetWhileAwaitingOtp(id);
      await client.submitOtp(id, '123456');
    }
    expect(seen.at(-1)).toMatchObject({ stage: 'closed', outcome: 'registered' });
  });

  test('result and watch of a named run stay with it', async () => {
    const { client } = onboardings;
    const id = await onboardings.startAwaitingOtp();
    const { runId } = await client.describe(id);
    await resetWhileAwaitingOtp(id);
    await expect(client.result(id, { runId })).rejects.toMatchObject({ type: 'OnboardingTerminated' });
    expect((await all(client.watch(id, { runId }))).at(-1)?.stage).toBe('awaitingOtp');
  });
});

describe('after a termination', () => {
  const terminate = (id: string) => onboardings.environment.client.workflow.getHandle(id).terminate('by hand');

  test('a wait for the result by workflow id alone does not go on with a later onboarding', async () => {
    const { client } = onboardings;
    const request = onboardings.request();
    const id = await onboardings.startAwaitingOtp(request);
    const waiting = client.result(id, { waitMs: 10_000 }).catch((error: unknown) => error);
    await terminate(id);
    await client.start(request);
    expect(await waiting).toMatchObject({ type: 'OnboardingTerminated' });
  });

  test('watch by workflow id alone does not go on with a later onboarding', async () => {
    const { client } = onboardings;
    const request = onboardings.request();
    const id = await onboardings.startAwaitingOtp(request);
    const seen: OnboardingStatus[] = [];
    for await (const status of client.watch(id, { intervalMs: 20, signal: AbortSignal.timeout(10_000) })) {
      if (seen.push(status) > 1) continue;
      await terminate(id);
      await client.start(request);
    }
    expect(seen).toHaveLength(1);
  });
});

test('watch ends without an error when its signal is aborted', async () => {
  const id = await onboardings.startAwaitingOtp();
  const watching = new AbortController();
  const changes = onboardings.client.watch(id, { signal: watching.signal, intervalMs: 60_000 });
  for await (const { stage } of changes) {
    expect(stage).toBe('awaitingOtp');
    watching.abort();
  }
});

test('watch goes on after a time without a worker and tells of the gap once', async () => {
  const taskQueue = `late-${crypto.randomUUID()}`;
  const client = onboardings.clientWith({ taskQueue, requestTimeoutMs: 300 });
  const { workflowId } = await client.start(onboardings.request());
  const gaps: OnboardingError[] = [];
  let worker: Worker | undefined;
  let running = Promise.resolve();
  const changes = client.watch(workflowId, {
    intervalMs: 20,
    onInterruption: (error) => {
      gaps.push(error);
      running = Worker.create({
        connection: onboardings.environment.nativeConnection,
        namespace: onboardings.environment.namespace ?? 'default',
        taskQueue,
        workflowBundle: { codePath: inject('workflowBundlePath') },
      }).then((created) => {
        worker = created;
        return created.run();
      });
    },
  });
  for await (const { stage } of changes) {
    expect(stage).toBe('checking');
    break;
  }
  worker?.shutdown();
  await running;
  expect(gaps.map(({ type }) => type)).toEqual(['NoWorkerAnswered']);
});

test('watch of an unknown onboarding throws', async () => {
  await expect(all(onboardings.client.watch(NOBODY))).rejects.toThrow(OnboardingNotFound);
});

test('the status of an onboarding that no worker takes up fails with NoWorkerAnswered', async () => {
  const client = onboardings.clientWith({ taskQueue: 'nobody-works-here', requestTimeoutMs: 300 });
  const { workflowId } = await client.start(onboardings.request());
  await expect(client.status(workflowId)).rejects.toMatchObject({ type: 'NoWorkerAnswered' });
});

test('every call about an unknown onboarding says so', async () => {
  const { client } = onboardings;
  const calls = [
    () => client.status(NOBODY),
    () => client.submitOtp(NOBODY, '123456'),
    () => client.verifyOtp(NOBODY, '123456'),
    () => client.resendOtp(NOBODY),
    () => client.retryNow(NOBODY),
    () => client.cancel(NOBODY),
    () => client.result(NOBODY),
  ];
  for (const call of calls) await expect(call()).rejects.toThrow(OnboardingNotFound);
});

test('nothing can be sent to an onboarding that has ended', async () => {
  const { client } = onboardings;
  const id = await onboardings.startAwaitingOtp();
  await client.verifyOtp(id, '123456');
  await client.result(id);
  const calls = [
    () => client.submitOtp(id, '123456'),
    () => client.verifyOtp(id, '123456'),
    () => client.resendOtp(id),
    () => client.retryNow(id),
    () => client.cancel(id),
  ];
  for (const call of calls) await expect(call()).rejects.toThrow(OnboardingClosed);
});

test('a workflow of another type is no onboarding, and is neither cancelled nor read', async () => {
  const { workflow } = onboardings.environment.client;
  const handle = await workflow.start('billing', { workflowId: crypto.randomUUID(), taskQueue: 'nobody-works-here' });
  await expect(onboardings.client.cancel(handle.workflowId)).rejects.toThrow(OnboardingNotFound);
  await expect(onboardings.client.result(handle.workflowId)).rejects.toThrow(OnboardingNotFound);
  const { events } = await handle.fetchHistory();
  expect(events?.some((event) => event.workflowExecutionCancelRequestedEventAttributes != null)).toBe(false);
});

test.each([0, 300])('result with waitMs %i of an open onboarding fails with OnboardingStillOpen', async (waitMs) => {
  const id = await onboardings.startAwaitingOtp();
  await expect(onboardings.client.result(id, { waitMs })).rejects.toMatchObject({ type: 'OnboardingStillOpen' });
});

test('a cancelled onboarding has no result', async () => {
  const { client } = onboardings;
  const id = await onboardings.startAwaitingOtp();
  await client.cancel(id);
  await expect(client.result(id)).rejects.toThrow(OnboardingCancelled);
});

test('an invalid request that came past the client fails with its problems', async () => {
  const { workflow } = onboardings.environment.client;
  const workflowId = crypto.randomUUID();
  await workflow.start('onboardCustomer', { workflowId, taskQueue: onboardings.harness.taskQueue, args: [{}] });
  const error: unknown = await onboardings.client.result(workflowId).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ type: 'InvalidRequest' });
  expect((error as { problems: { field: string }[] }).problems.map(({ field }) => field)).toEqual([
    'mobileNumber',
    'name',
    'latlong',
    'publicIP',
  ]);
});

test('an onboarding that stayed faulty fails with OnboardingAbandoned and the reason', async () => {
  const request = onboardings.request({ policy: { registrationGiveUpMs: 1 } });
  onboardings.harness.simulators.iserveu.scriptFault({
    operation: 'getCustomer',
    mobileNumber: request.mobileNumber,
    fault: { kind: 'status', status: 401 },
    times: 'always',
  });
  const { workflowId } = await onboardings.client.start(request);
  await expect(onboardings.client.result(workflowId)).rejects.toMatchObject({
    type: 'OnboardingAbandoned',
    message: expect.stringContaining('iserveu-access') as string,
  });
});

test('retryNow tries the step that needs attention again', async () => {
  const id = await onboardings.startNeedingAttention();
  await onboardings.client.retryNow(id);
  const { attention } = await onboardings.until(id, ({ stage }) => stage === 'awaitingOtp');
  expect(attention).toBeUndefined();
});

test('resendOtp sends a new code where the policy allows it', async () => {
  const id = await onboardings.startAwaitingOtp({ policy: { sendOtp: true, otpResendGapMs: 1 } });
  await onboardings.until(id, ({ otp }) => otp?.sends === 1);
  await onboardings.client.resendOtp(id);
  const { otp } = await onboardings.until(id, (status) => status.otp?.sends === 2);
  expect(otp?.sends).toBe(2);
});

test.each(['iserveu', '', 'iserveu-access" OR "" = "'])('the attention reason %j is refused', async (reason) => {
  await expect(onboardings.client.retryAttention(reason as AttentionReason)).rejects.toMatchObject({
    type: 'InvalidRequest',
  });
});
