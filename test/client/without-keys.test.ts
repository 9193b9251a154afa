import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { OnboardingClient } from '../../src/client/onboarding-client.js';
import { RealOnboardings } from './real-onboardings.js';

let onboardings: RealOnboardings;
let withKeys: OnboardingClient;
beforeAll(async () => {
  onboardings = await RealOnboardings.start();
  withKeys = await OnboardingClient.connect({
    connection: { address: inject('temporalAddress') },
    namespace: onboardings.environment.namespace ?? 'default',
    payloadKeys: [{ id: 'k1', key: randomBytes(32) }],
    customerIdKey: onboardings.customerIdKey,
    // No worker takes it, so it stays open.
    taskQueue: 'without-keys',
  });
});
afterAll(async () => {
  await withKeys.close();
  await onboardings.stop();
});

test('an onboarding with an encrypted memo is listed, described, cancelled and erased without its key', async () => {
  const { workflowId, runId } = await withKeys.start(onboardings.request(), { idempotencyKey: crypto.randomUUID() });
  const { client } = onboardings;
  expect(await client.describe(workflowId)).toMatchObject({ runId, execution: 'open' });
  await vi.waitFor(
    async () => {
      const listed: string[] = [];
      for await (const entry of client.list({})) listed.push(entry.runId);
      expect(listed).toEqual([runId]);
      expect((await client.listPage()).onboardings.map((entry) => entry.runId)).toEqual([runId]);
    },
    { timeout: 20_000, interval: 100 },
  );
  await client.cancel(workflowId);
  await onboardings.environment.client.workflow.getHandle(workflowId).terminate();
  expect(await client.erase(workflowId)).toMatchObject([{ runId, execution: 'terminated' }]);
});
