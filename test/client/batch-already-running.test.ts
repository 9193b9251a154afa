import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTemporalServer, type TemporalServer } from '../../dev/temporal/start-temporal-server.js';
import { OnboardingClient } from '../../src/client/onboarding-client.js';

const OPEN_ONBOARDINGS = 'WorkflowType = "onboardCustomer"';
const COUNT = 15;

let server: TemporalServer;
beforeAll(async () => {
  // One signal a second makes a batch that lasts; a server takes that from its own configuration alone.
  server = await startTemporalServer({
    headless: true,
    extraArgs: ['--dynamic-config-value', 'worker.batcherRPS=1'],
  });
});
afterAll(async () => {
  await server.stop();
});

test('while another batch runs, a batch is refused with BatchAlreadyRunning', async () => {
  const connection = await Connection.connect({ address: server.address });
  const temporal = new Client({ connection });
  const { workflow, workflowService } = temporal;
  for (let index = 0; index < COUNT; index += 1) {
    await workflow.start('onboardCustomer', { workflowId: crypto.randomUUID(), taskQueue: 'nobody-works-here' });
  }
  await vi.waitFor(
    async () => {
      expect((await workflow.count(OPEN_ONBOARDINGS)).count).toBe(COUNT);
    },
    { timeout: 10_000 },
  );
  await workflowService.startBatchOperation({
    namespace: 'default',
    jobId: 'slow',
    reason: 'test',
    visibilityQuery: OPEN_ONBOARDINGS,
    signalOperation: { signal: 'retryNow', identity: 'test' },
  });
  // The server counts running batches by what lists show, a moment behind.
  await vi.waitFor(
    async () => {
      expect((await workflowService.listBatchOperations({ namespace: 'default' })).operationInfo).toHaveLength(1);
    },
    { timeout: 10_000 },
  );

  const client = new OnboardingClient(temporal, { requestTimeoutMs: 2_000 });
  await expect(client.retryAttention('iifl-access')).rejects.toMatchObject({ type: 'BatchAlreadyRunning' });
  await client.close();
});
