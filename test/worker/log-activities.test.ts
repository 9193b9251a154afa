import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client } from '@temporalio/client';
import { OnboardingClient } from '../../src/client/onboarding-client.js';
import { sendRequestId } from '../../src/client/send-request-id.js';
import { CrashScene } from '../support/crash-scene.js';
import { CUSTOMER } from '../support/onboarding-harness.js';
import { connectToRealServer } from '../support/real-server.js';

let scene: CrashScene;
let environment: Awaited<ReturnType<typeof connectToRealServer>>;
beforeAll(async () => {
  scene = await CrashScene.open();
  environment = await connectToRealServer();
});
afterAll(async () => {
  await scene.close();
  await environment.teardown();
});

test("the worker's log names the request that led to each provider call", async () => {
  const worker = await scene.startWorker();
  let requestId = 'start-request-1';
  const { connection } = environment;
  const client = new OnboardingClient(
    new Client({ connection, interceptors: { workflow: [sendRequestId(() => requestId)] } }),
    { taskQueue: scene.taskQueue, customerIdKey: crypto.getRandomValues(new Uint8Array(32)) },
  );
  const { workflowId } = await client.start({ ...CUSTOMER, mobileNumber: '9100000077' });
  for await (const { stage } of client.watch(workflowId)) if (stage === 'awaitingOtp') break;
  requestId = 'otp-request-1';
  await client.verifyOtp(workflowId, '123456');
  await client.result(workflowId);
  await worker.stop();
  const lines = worker.output
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const logged = (msg: string) => lines.filter((line) => line['msg'] === msg);
  expect(logged('activity done').map(({ activityType, requestId: id }) => [activityType, id])).toEqual([
    ['getCustomer', 'start-request-1'],
    ['processCustomerRegistration', 'otp-request-1'],
  ]);
  expect(logged('registration decided')[0]).toMatchObject({ requestId: 'otp-request-1' });
});
