import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { AnotherOnboardingOpen, IdempotencyKeyReused, InvalidRequest } from '../../src/client/errors.js';
import { RealOnboardings } from './real-onboardings.js';

let onboardings: RealOnboardings;
beforeAll(async () => {
  onboardings = await RealOnboardings.start();
});
afterAll(async () => {
  await onboardings.stop();
});

test('the same idempotency key and request lead to the same run, also after its end', async () => {
  const { client } = onboardings;
  const request = onboardings.request();
  const first = await client.start(request, { idempotencyKey: 'order-1' });
  expect(first.started).toBe(true);
  expect(await client.start(request, { idempotencyKey: 'order-1' })).toEqual({ ...first, started: false });
  await client.verifyOtp(first.workflowId, '123456');
  await client.result(first.workflowId);
  expect(await client.start(request, { idempotencyKey: 'order-1' })).toEqual({ ...first, started: false });
});

test('the same idempotency key with another request is refused, and nothing is started', async () => {
  const { client } = onboardings;
  const request = onboardings.request();
  const { workflowId, runId } = await client.start(request, { idempotencyKey: 'order-2' });
  const other = { ...request, name: 'Ravi Kumar' };
  await expect(client.start(other, { idempotencyKey: 'order-2' })).rejects.toThrow(IdempotencyKeyReused);
  expect((await client.describe(workflowId)).runId).toBe(runId);
});

test('another idempotency key is refused while an onboarding of the customer is open', async () => {
  const { client } = onboardings;
  const request = onboardings.request();
  await client.start(request, { idempotencyKey: 'order-3' });
  await expect(client.start(request, { idempotencyKey: 'order-4' })).rejects.toThrow(AnotherOnboardingOpen);
});

test('an idempotency key with spaces is an invalid request', async () => {
  const start = onboardings.client.start(onboardings.request(), { idempotencyKey: 'order 5' });
  await expect(start).rejects.toThrow(InvalidRequest);
});

test('pages of a list hold every onboarding once', async () => {
  const ids = [await onboardings.startAwaitingOtp(), await onboardings.startAwaitingOtp()];
  // Temporal's list is a moment behind.
  await vi.waitFor(
    async () => {
      const seen = await listByPages();
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toEqual(expect.arrayContaining(ids));
    },
    { timeout: 10_000 },
  );
});

async function listByPages(pageToken?: string): Promise<string[]> {
  const page = await onboardings.client.listPage({ stage: 'awaitingOtp' }, { pageSize: 1, pageToken });
  const ids = page.onboardings.map(({ workflowId }) => workflowId);
  return page.nextPageToken === undefined ? ids : [...ids, ...(await listByPages(page.nextPageToken))];
}
