import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startSimulators, type Simulators } from '../../dev/simulators/index.js';
import { ONBOARD_CUSTOMER_WORKFLOW } from '../../src/contract/names.js';
import { Delivery } from '../support/delivery.js';
import { Onboarding, type OnboardingHandle } from '../support/onboarding.js';
import { CUSTOMER } from '../support/onboarding-harness.js';
import { connectToRealServer } from '../support/real-server.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { WorkerProcess } from '../support/worker-process.js';

/** The server learns of a lost attempt by its start-to-close timeout of 30 s. */
const OVER_A_TIMEOUT_MS = 120_000;

let environment: TestWorkflowEnvironment;
let receiver: WebhookReceiver;
let simulators: Simulators;
const workers: WorkerProcess[] = [];
beforeAll(async () => {
  environment = await connectToRealServer();
  receiver = await WebhookReceiver.start();
  simulators = await startSimulators();
});
afterAll(async () => {
  for (const worker of workers) await worker.kill();
  await simulators.stop();
  await receiver.close();
  await environment.teardown();
});

test(
  'a worker that is killed while it posts: another one posts the same event, byte for byte',
  async () => {
    const taskQueue = `onboarding-${crypto.randomUUID()}`;
    const startWorker = async () => {
      const worker = await WorkerProcess.start({
        ...simulators.environment,
        ...receiver.environment,
        TEMPORAL_ADDRESS: inject('temporalAddress'),
        ONBOARDING_TASK_QUEUE: taskQueue,
        PAYLOAD_KEYS: 'none',
      });
      workers.push(worker);
      return worker;
    };
    const worker = await startWorker();
    simulators.iserveu.setCustomer({ mobileNumber: CUSTOMER.mobileNumber, state: 'verified' });
    receiver.otherwise = 'silence';
    const handle: OnboardingHandle = await environment.client.workflow.start(ONBOARD_CUSTOMER_WORKFLOW, {
      workflowId: `onboarding-${crypto.randomUUID()}`,
      taskQueue,
      args: [{ ...CUSTOMER, policy: { notify: true } }],
    });
    const { runId } = await handle.describe();
    await receiver.until(runId);
    await worker.kill();
    receiver.otherwise = { status: 204 };
    await startWorker();

    const delivery = await Delivery.of(environment.client, new Onboarding(handle));
    expect(await delivery.ending()).toBe('completed');
    const [first, second, ...more] = receiver.of(runId);
    expect(more).toEqual([]);
    expect(second?.body).toBe(first?.body);
    expect(second && receiver.verified(second).data).toMatchObject({ runId, execution: 'completed' });
  },
  OVER_A_TIMEOUT_MS,
);
