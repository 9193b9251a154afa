import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { EventReader } from './support/event-reader.js';
import { GatewayProcess } from './support/gateway-process.js';
import { GatewayScene, type Started } from './support/gateway-scene.js';

/* The gateway is a process of its own here: what thousands of callers cost this one must not hold it up. */

const CROWD = 2_000;
const STARTS_AT_ONCE = 40;

let scene: GatewayScene;
let crowd: Started[];
beforeAll(async () => {
  scene = await GatewayScene.start();
  crowd = await startCrowd();
}, 120_000);
afterAll(async () => {
  await scene.stop();
});

/** Starts the crowd and waits until each of them awaits an OTP. */
async function startCrowd(): Promise<Started[]> {
  const started: Started[] = [];
  const startSome = async () => {
    for (let count = 0; count < CROWD / STARTS_AT_ONCE; count += 1) started.push(await scene.startOnboarding());
  };
  await Promise.all(Array.from({ length: STARTS_AT_ONCE }, startSome));
  await vi.waitFor(
    async () => {
      const { count } = await scene.onboardings.environment.client.workflow.count('OnboardingStage = "awaitingOtp"');
      if (count < CROWD) throw new Error(`Only ${count} await an OTP.`);
    },
    { timeout: 60_000, interval: 500 },
  );
  return started;
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; tookMs: number }> {
  const beganAt = performance.now();
  return { value: await work(), tookMs: performance.now() - beganAt };
}

test('2,000 streams that open at once after a restart are all served within 15 s', async () => {
  const gateway = await GatewayProcess.start(scene.environment);
  const firstEvent = async ({ onboardingId }: Started) => {
    const response = await scene.get(`${gateway.url}/v1/onboardings/${onboardingId}/events`);
    if (response.status !== 200) return response.status;
    const reader = new EventReader(response);
    const event = await reader.next();
    await reader.close();
    return event?.status.stage;
  };
  const { value: seen, tookMs } = await timed(() => Promise.all(crowd.map(firstEvent)));
  await gateway.kill();
  expect(new Set(seen)).toEqual(new Set(['awaitingOtp']));
  expect(tookMs).toBeLessThan(15_000);
}, 60_000);

test('2,000 waits at once are answered in time, and a result is read in half a second beside them', async () => {
  const ended = await scene.startAwaitingOtp();
  await scene.finish(ended);
  const gateway = await GatewayProcess.start(scene.environment);
  const resultOf = ({ onboardingId }: Started, headers = {}) =>
    timed(() => scene.get(`${gateway.url}/v1/onboardings/${onboardingId}/result`, { headers }));
  const waits = crowd.map((started) => resultOf(started, { Prefer: 'wait=10' }));
  await scene.untilAnswering(CROWD, gateway.url);

  for (const headers of [{}, { Prefer: 'wait=10' }, {}, { Prefer: 'wait=10' }]) {
    const { value, tookMs } = await resultOf(ended, headers);
    expect(value.status).toBe(200);
    expect(tookMs).toBeLessThan(500);
  }
  const answers = await Promise.all(waits);
  await gateway.kill();
  const slowestMs = Math.max(...answers.map(({ tookMs }) => tookMs));
  expect(new Set(answers.map(({ value }) => value.status))).toEqual(new Set([202]));
  expect(slowestMs).toBeLessThan(12_000);
}, 60_000);
