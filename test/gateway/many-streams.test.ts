import { afterAll, beforeAll, expect, test } from 'vitest';
import { EventReader } from './support/event-reader.js';
import { GatewayScene, type Started } from './support/gateway-scene.js';

/* A look asks the Temporal server, and a worker only where the history has grown: what readers cost is at most the looks. */

let scene: GatewayScene;
beforeAll(async () => {
  scene = await GatewayScene.start();
});
afterAll(async () => {
  await scene.stop();
});

const HEARTBEAT = ': still here';

async function looks(): Promise<number> {
  const metrics = await (await scene.get('/metrics')).text();
  return Number(/^onboarding_gateway_status_polls_total (\d+)$/m.exec(metrics)?.[1]);
}

async function openStreams(readersOf: readonly Started[]): Promise<EventReader[]> {
  const open = async ({ onboardingId }: Started) => {
    const reader = new EventReader(await scene.get(`/v1/onboardings/${onboardingId}/events`));
    await reader.until(({ stage }) => stage === 'awaitingOtp');
    return reader;
  };
  return await Promise.all(readersOf.map(open));
}

/** Until every reader has had a heartbeat, with nothing else in between: so long nothing happens. */
async function untilHeartbeat(readers: readonly EventReader[]): Promise<void> {
  for (const block of await Promise.all(readers.map((reader) => reader.nextBlock()))) expect(block).toBe(HEARTBEAT);
}

/** How many looks a second so long as nothing happens. */
async function looksPerSecond(readers: readonly EventReader[]): Promise<number> {
  const [before, beganAt] = [await looks(), performance.now()];
  await untilHeartbeat(readers);
  return ((await looks()) - before) / ((performance.now() - beganAt) / 1_000);
}

test('300 readers of one onboarding cost less than one look in two seconds, and all see a change', async () => {
  const started = await scene.startAwaitingOtp();
  const readers = await openStreams(Array.from({ length: 300 }, () => started));
  expect(await looksPerSecond(readers)).toBeLessThan(0.5);

  const before = await looks();
  await scene.post(`/v1/onboardings/${started.onboardingId}/otp`, { body: { otp: '000000' } });
  const seen = await Promise.all(readers.map((reader) => reader.until(({ otp }) => otp?.lastProblem === 'refused')));
  expect(new Set(seen.map((event) => event?.id)).size).toBe(1);
  expect((await looks()) - before).toBeLessThan(10);
  await Promise.all(readers.map((reader) => reader.close()));
});

test('readers of 60 onboardings cost less than one look in two seconds for each', async () => {
  const started = await Promise.all(Array.from({ length: 60 }, () => scene.startAwaitingOtp()));
  const readers = await openStreams(started.flatMap((each) => [each, each]));
  expect(await looksPerSecond(readers)).toBeLessThan(30);
  await Promise.all(readers.map((reader) => reader.close()));
});

test('a hundred status reads at once cost one look', async () => {
  const started = await scene.startAwaitingOtp();
  const before = await looks();
  const read = () => scene.get(`/v1/onboardings/${started.onboardingId}`);
  const answers = await Promise.all(Array.from({ length: 100 }, read));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect((await looks()) - before).toBeLessThanOrEqual(2);
});
