import { afterAll, beforeAll, expect, test } from 'vitest';
import { GatewayScene, problemOf, type Started } from './support/gateway-scene.js';

let scene: GatewayScene;
beforeAll(async () => {
  scene = await GatewayScene.start();
});
afterAll(async () => {
  await scene.stop();
});

const PATH = '/v1/onboardings';
type Request = ReturnType<GatewayScene['onboardings']['request']>;

/** Starts and cancels so many new onboardings of one customer. */
async function startAndCancel(count: number, request: Request): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const response = await scene.post(PATH, { body: request });
    expect(response.status).toBe(202);
    const { onboardingId, started } = (await response.json()) as Started;
    expect(started).toBe(true);
    await scene.post(`${PATH}/${onboardingId}/cancel`);
    const result = await scene.get(`${PATH}/${onboardingId}/result`, { headers: { Prefer: 'wait=20' } });
    expect(result.status).toBe(410);
  }
}

test('start with sendOtp, cancel, again: the sixth within an hour is 429, nothing is sent, another customer is let in', async () => {
  const request = scene.onboardings.request({ policy: { sendOtp: true } });
  await startAndCancel(5, request);
  const refused = await scene.post(PATH, { body: request });
  expect(refused.status).toBe(429);
  const seconds = Number(refused.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(3_500);
  expect(seconds).toBeLessThanOrEqual(3_600);
  expect(await problemOf(refused)).toMatchObject({ type: '/docs/errors/too-many-starts', status: 429 });
  const { journal } = scene.onboardings.harness.simulators.iserveu;
  expect(journal.of('sendOtp', request.mobileNumber).length).toBeLessThanOrEqual(5);
  expect((await scene.post(PATH, { body: scene.onboardings.request() })).status).toBe(202);
}, 60_000);

test('joining starts do not count, and an open onboarding is joined beyond the limit', async () => {
  const request = scene.onboardings.request();
  await startAndCancel(4, request);
  const { onboardingId } = await scene.startOnboarding(request);
  for (let index = 0; index < 7; index += 1) {
    expect(await scene.startOnboarding(request)).toMatchObject({ onboardingId, started: false });
  }
}, 60_000);

test('beyond the limit the same Idempotency-Key still gives the onboarding that it started', async () => {
  const request = scene.onboardings.request();
  const headers = { 'Idempotency-Key': crypto.randomUUID() };
  await startAndCancel(4, request);
  const keyed = (await (await scene.post(PATH, { body: request, headers })).json()) as Started;
  await scene.post(`${PATH}/${keyed.onboardingId}/cancel`);
  await scene.get(`${PATH}/${keyed.onboardingId}/result`, { headers: { Prefer: 'wait=20' } });
  expect((await scene.post(PATH, { body: request })).status).toBe(429);
  const repeated = await scene.post(PATH, { body: request, headers });
  expect(repeated.status).toBe(202);
  expect(await repeated.json()).toMatchObject({ onboardingId: keyed.onboardingId, started: false });
}, 60_000);

test('GATEWAY_STARTS_PER_CUSTOMER sets the limit', async () => {
  const other = await GatewayScene.beside(scene, { GATEWAY_STARTS_PER_CUSTOMER: '1' });
  try {
    const request = scene.onboardings.request();
    const { onboardingId } = await other.startOnboarding(request);
    await other.post(`${PATH}/${onboardingId}/cancel`);
    await other.get(`${PATH}/${onboardingId}/result`, { headers: { Prefer: 'wait=20' } });
    expect((await other.post(PATH, { body: request })).status).toBe(429);
  } finally {
    await other.stopGateway();
  }
});
