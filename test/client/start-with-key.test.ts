import { InterceptingCall } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { AnotherOnboardingOpen, IdempotencyKeyReused } from '../../src/client/errors.js';
import { OnboardingClient } from '../../src/client/onboarding-client.js';
import { RealOnboardings } from './real-onboardings.js';

let onboardings: RealOnboardings;
beforeAll(async () => {
  onboardings = await RealOnboardings.start();
});
afterAll(async () => {
  await onboardings.stop();
});

const newKey = () => ({ idempotencyKey: crypto.randomUUID() });

async function finish(workflowId: string): Promise<void> {
  await onboardings.client.submitOtp(workflowId, '123456');
  await onboardings.client.result(workflowId);
}

test('the same key and request give the same onboarding while it is open, whatever the order of the fields', async () => {
  const { client } = onboardings;
  const key = newKey();
  const request = onboardings.request({ policy: { otpLength: 6, sendOtp: false } });
  const first = await client.start(request, key);
  expect(first.started).toBe(true);
  const { mobileNumber, ...others } = request;
  const again = { ...others, policy: { sendOtp: false, otpLength: 6 }, mobileNumber };
  expect(await client.start(again, key)).toEqual({ ...first, started: false });
});

test('the same key and request give the same onboarding after it has ended, and start no other', async () => {
  const { client } = onboardings;
  const key = newKey();
  const request = onboardings.request();
  const first = await client.start(request, key);
  await finish(first.workflowId);
  expect(await client.start(request, key)).toEqual({ ...first, started: false });
});

test('the key of an older onboarding still gives it when newer ones, with a key or without, came after it', async () => {
  const { client } = onboardings;
  const [oldKey, newerKey] = [newKey(), newKey()];
  const request = onboardings.request();
  const old = await client.start(request, oldKey);
  await finish(old.workflowId);
  const newer = await client.start(request, newerKey);
  expect(newer).toMatchObject({ started: true });
  await finish(newer.workflowId);
  expect(await client.start(request)).toMatchObject({ started: true });
  expect(await client.start(request, oldKey)).toEqual({ ...old, started: false });
  expect(await client.start(request, newerKey)).toEqual({ ...newer, started: false });
  await expect(client.start({ ...request, name: 'Ravi' }, oldKey)).rejects.toThrow(IdempotencyKeyReused);
});

test('the key of an onboarding that the server no longer keeps starts a new one', async () => {
  const { client, environment } = onboardings;
  const key = newKey();
  const request = onboardings.request();
  const { workflowId } = await client.start(request, key);
  await finish(workflowId);
  const { memo } = await environment.client.workflow.getHandle(workflowId).describe();
  const deleted = { ...memo, runId: crypto.randomUUID() };
  const args = [onboardings.request()];
  const options = { workflowId, taskQueue: 'no-worker', args, memo: { earlierStarts: [deleted] } };
  await (await environment.client.workflow.start('onboardCustomer', options)).terminate();
  expect(await client.start(request, key)).toMatchObject({ started: true });
});

test('200 starts at once with keys, of customers with an onboarding that has ended: no error, and no list', async () => {
  const calls: string[] = [];
  const client = await OnboardingClient.connect({
    connection: {
      address: inject('temporalAddress'),
      interceptors: [
        (options, nextCall) => {
          calls.push(options.method_definition.path.split('/').at(-1) ?? '');
          return new InterceptingCall(nextCall(options));
        },
      ],
    },
    namespace: onboardings.environment.namespace ?? 'default',
    payloadKeys: 'none',
    customerIdKey: onboardings.customerIdKey,
    // No worker takes them, so each ends only as told.
    taskQueue: 'no-worker',
  });
  const requests = Array.from({ length: 200 }, () => onboardings.request());
  const terminate = async ({ workflowId }: { workflowId: string }) =>
    onboardings.environment.client.workflow.getHandle(workflowId).terminate();
  const earlier = await Promise.all(requests.map((request) => client.start(request)));
  await Promise.all(earlier.map(terminate));

  calls.length = 0;
  const started = await Promise.all(requests.map((request) => client.start(request, newKey())));
  await client.close();
  expect(new Set(started.map((start) => start.started))).toEqual(new Set([true]));
  expect(new Set(calls)).toEqual(new Set(['StartWorkflowExecution', 'DescribeWorkflowExecution']));
  expect(calls.filter((call) => call === 'DescribeWorkflowExecution')).toHaveLength(200);
  await Promise.all(started.map(terminate));
});

test('the same key with another request is refused, also after the end', async () => {
  const { client } = onboardings;
  const key = newKey();
  const request = onboardings.request();
  const { workflowId } = await client.start(request, key);
  await expect(client.start({ ...request, name: 'Another Name' }, key)).rejects.toThrow(IdempotencyKeyReused);
  await finish(workflowId);
  await expect(client.start({ ...request, name: 'Another Name' }, key)).rejects.toThrow(IdempotencyKeyReused);
});

test.each([
  ['started with another key', newKey],
  ['started without a key', () => ({})],
])(
  'a new key does not join an open onboarding that was %s; the error names its run',
  async (_how, optionsOfTheOpen) => {
    const { client } = onboardings;
    const request = onboardings.request();
    const { workflowId, runId } = await client.start(request, optionsOfTheOpen());
    const error: unknown = await client.start(request, newKey()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AnotherOnboardingOpen);
    expect(error).toMatchObject({ workflowId, runId });
  },
);

test('a new key after the end starts a new onboarding', async () => {
  const { client } = onboardings;
  const request = onboardings.request();
  const first = await client.start(request, newKey());
  await finish(first.workflowId);
  const next = await client.start(request, newKey());
  expect(next.started).toBe(true);
  expect(next.runId).not.toBe(first.runId);
});

test('without a key an open onboarding is joined, also one that has a key', async () => {
  const { client } = onboardings;
  const request = onboardings.request();
  const first = await client.start(request, newKey());
  expect(await client.start(request)).toEqual({ ...first, started: false });
});

test('ten starts at a time with one key make one onboarding', async () => {
  const key = newKey();
  const request = onboardings.request();
  const all = await Promise.all(Array.from({ length: 10 }, () => onboardings.client.start(request, key)));
  expect(new Set(all.map(({ runId }) => runId)).size).toBe(1);
  expect(all.filter(({ started }) => started)).toHaveLength(1);
});

test('other policy defaults of the client do not make it another request', async () => {
  const key = newKey();
  const request = onboardings.request();
  const first = await onboardings.client.start(request, key);
  const other = onboardings.clientWith({ policyDefaults: { otpMaxAttempts: 9 } });
  expect(await other.start(request, key)).toEqual({ ...first, started: false });
});

test('the memo shows neither the key nor the request', async () => {
  const idempotencyKey = `order-${crypto.randomUUID()}`;
  const request = onboardings.request();
  const { workflowId } = await onboardings.client.start(request, { idempotencyKey });
  const { memo } = await onboardings.environment.client.workflow.getHandle(workflowId).describe();
  expect(Object.keys(memo ?? {}).sort()).toEqual(['idempotencyKey', 'idempotencyRequest']);
  const text = JSON.stringify(memo);
  for (const secret of [idempotencyKey, request.mobileNumber, request.name]) expect(text).not.toContain(secret);
});

test.each(['', ' ', 'two words', 'क', 'x'.repeat(256)])(
  'the key %j is refused before anything is sent',
  async (key) => {
    const request = onboardings.request();
    const error: unknown = await onboardings.client
      .start(request, { idempotencyKey: key })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ type: 'InvalidRequest', problems: [{ field: 'idempotencyKey' }] });
  },
);
