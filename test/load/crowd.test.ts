import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { EventReader } from '../gateway/support/event-reader.js';
import { GatewayProcess } from '../gateway/support/gateway-process.js';
import { GatewayScene } from '../gateway/support/gateway-scene.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

/*
 * One worker, one gateway, and a crowd of onboardings that enrich while IIFL hangs, and later are delivered while the
 * webhook hangs. The gateway is a process of its own: what thousands of callers cost this one must not hold it up.
 */

const CROWD = 2_000;
const STARTS_AT_ONCE = 50;

let receiver: WebhookReceiver;
let scene: GatewayScene;
let gateway: GatewayProcess;
/** The onboarding ids of the crowd. */
const crowd: string[] = [];

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  receiver.otherwise = 'silence';
  scene = await GatewayScene.start({ workerEnvironment: receiver.environment });
  const { iserveu, iifl } = scene.onboardings.harness.simulators;
  iifl.scriptFault({ fault: { kind: 'hang' }, times: 'always' });
  const startSome = async () => {
    for (let count = 0; count < CROWD / STARTS_AT_ONCE; count += 1) {
      const request = scene.onboardings.request({ clientCode: 'P9876543', policy: { notify: true } });
      iserveu.setCustomer({ mobileNumber: request.mobileNumber, state: 'verified' });
      const { workflowId, runId } = await scene.onboardings.client.start(request);
      crowd.push(`${workflowId}.${runId}`);
    }
  };
  await Promise.all(Array.from({ length: STARTS_AT_ONCE }, startSome));
  await iserveu.journal.waitFor(({ answer }) => answer !== undefined, { count: CROWD, timeoutMs: 90_000 });
  gateway = await GatewayProcess.start(scene.environment);
}, 180_000);

afterAll(async () => {
  await gateway.kill();
  receiver.cutConnections();
  // Ends the calls that hang.
  await scene.onboardings.harness.simulators.stop();
  await scene.stop();
  await receiver.close();
});

/** The result of some work, and how long it took, in ms. */
async function timed<T>(work: Promise<T>): Promise<{ value: T; tookMs: number }> {
  const beganAt = performance.now();
  return { value: await work, tookMs: performance.now() - beganAt };
}

/** A customer who comes while the crowd hangs. */
async function expectNewcomerInTime(): Promise<void> {
  const { client, harness } = scene.onboardings;
  const request = scene.onboardings.request();
  const untilCalled = (wanted: string) =>
    timed(
      harness.simulators.iserveu.journal.waitFor(
        ({ operation, subject }) => operation === wanted && subject === request.mobileNumber,
      ),
    );
  const starting = client.start(request);
  expect((await untilCalled('getCustomer')).tookMs).toBeLessThan(3_000);
  const { workflowId } = await starting;
  await scene.onboardings.until(workflowId, ({ stage }) => stage === 'awaitingOtp');
  await client.submitOtp(workflowId, RIGHT_OTP);
  expect((await untilCalled('processCustomerRegistration')).tookMs).toBeLessThan(2_000);
}

test('while IIFL hangs and 2,000 enrich, get-customer begins within 3 s and a registration within 2 s', async () => {
  await expectNewcomerInTime();
});

test('2,000 streams that open at once after a restart are all served within 15 s', async () => {
  // All stay open, as those of pages do.
  const reading = new AbortController();
  const { signal } = reading;
  const firstStage = async (onboardingId: string) => {
    const response = await scene.get(`${gateway.url}/v1/onboardings/${onboardingId}/events`, { signal });
    if (response.status !== 200) return response.status;
    return (await new EventReader(response).next())?.status.stage;
  };
  const { value: seen, tookMs } = await timed(Promise.all(crowd.map(firstStage)));
  reading.abort();
  expect(new Set(seen)).toEqual(new Set(['enriching']));
  expect(tookMs).toBeLessThan(15_000);
});

test('2,000 waits at once are answered in time, and a result is read in half a second beside them', async () => {
  const ended = await scene.startAwaitingOtp();
  await scene.finish(ended);
  const resultOf = (onboardingId: string, headers = {}) =>
    timed(scene.get(`${gateway.url}/v1/onboardings/${onboardingId}/result`, { headers }));
  const waits = crowd.map((onboardingId) => resultOf(onboardingId, { Prefer: 'wait=10' }));
  await scene.untilAnswering(CROWD, gateway.url);
  for (const headers of [{}, { Prefer: 'wait=10' }, {}, { Prefer: 'wait=10' }]) {
    const { value, tookMs } = await resultOf(ended.onboardingId, headers);
    expect(value.status).toBe(200);
    expect(tookMs).toBeLessThan(500);
  }
  const answers = await Promise.all(waits);
  expect(new Set(answers.map(({ value }) => value.status))).toEqual(new Set([202]));
  expect(Math.max(...answers.map(({ tookMs }) => tookMs))).toBeLessThan(12_000);
});

test('a gateway that 1,000 streams have left stops within 2 s', async () => {
  const leaving = new AbortController();
  const open = crowd
    .slice(0, 1_000)
    .map((onboardingId) =>
      scene.get(`${gateway.url}/v1/onboardings/${onboardingId}/events`, { signal: leaving.signal }),
    );
  await Promise.all(open);
  leaving.abort();
  expect((await timed(gateway.stop())).tookMs).toBeLessThan(2_000);
});

test('while the webhook hangs and 2,000 ends wait for it, get-customer begins within 3 s and a registration within 2 s', async () => {
  const { iifl } = scene.onboardings.harness.simulators;
  iifl.clearFaults();
  await iifl.refuseConnections();
  await iifl.acceptConnections();
  await vi.waitFor(
    async () => {
      const query = 'WorkflowType = "deliverOutcome" AND ExecutionStatus = "Running"';
      const { count } = await scene.onboardings.environment.client.workflow.count(query);
      if (count < CROWD) throw new Error(`Only ${count} ends wait.`);
    },
    { timeout: 120_000, interval: 500 },
  );
  await expectNewcomerInTime();
}, 180_000);
