import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { OnboardingNotFound, OnboardingStillOpen } from '../../src/client/errors.js';
import { RealOnboardings } from './real-onboardings.js';

let onboardings: RealOnboardings;
beforeAll(async () => {
  onboardings = await RealOnboardings.start();
});
afterAll(async () => {
  await onboardings.stop();
});

test('erase deletes every ended run of one customer and says which', async () => {
  const { client } = onboardings;
  const request = onboardings.request();
  const first = await client.start(request);
  await client.verifyOtp(first.workflowId, '123456');
  await client.result(first.workflowId);
  const second = await client.start(request);
  await client.result(second.workflowId);

  const erased = await client.erase(first.workflowId);

  expect(erased.map(({ runId }) => runId).sort()).toEqual([first.runId, second.runId].sort());
  for (const { runId } of [first, second]) {
    await vi.waitFor(() => expect(client.describe(first.workflowId, { runId })).rejects.toThrow(OnboardingNotFound), {
      timeout: 90_000,
      interval: 250,
    });
  }
}, 120_000);

test('erase refuses while an onboarding is open, and deletes nothing', async () => {
  const { client } = onboardings;
  const request = onboardings.request();
  const ended = await client.start(request);
  await client.cancel(ended.workflowId);
  await expect(client.result(ended.workflowId)).rejects.toThrow();
  const open = await client.start(request);
  expect(open.started).toBe(true);

  await expect(client.erase(open.workflowId)).rejects.toThrow(OnboardingStillOpen);

  await expect(client.describe(ended.workflowId, { runId: ended.runId })).resolves.toMatchObject({
    execution: 'cancelled',
  });
  await expect(client.describe(open.workflowId)).resolves.toMatchObject({ execution: 'open' });
});

test('erase leaves the onboardings of other customers alone', async () => {
  const { client } = onboardings;
  const other = await onboardings.startAwaitingOtp();
  const own = await onboardings.startAwaitingOtp();
  await client.cancel(own);
  await expect(client.result(own)).rejects.toThrow();
  await client.erase(own);
  await expect(client.describe(other)).resolves.toMatchObject({ execution: 'open' });
});

test.each(['onboarding-00000000000000000000000000000000', 'x" OR WorkflowType = "onboardCustomer'])(
  'erase of %s, which nobody has, finds nothing',
  async (id) => {
    await expect(onboardings.client.erase(id)).rejects.toThrow(OnboardingNotFound);
  },
);
