import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseOnboardingId } from '../../src/contract/onboarding-id.js';
import { GatewayScene, OPERATOR_KEY, problemOf, type Started } from './support/gateway-scene.js';

let scene: GatewayScene;
beforeAll(async () => {
  scene = await GatewayScene.start();
});
afterAll(async () => {
  await scene.stop();
});

const pathOf = ({ onboardingId }: Pick<Started, 'onboardingId'>) => `/v1/onboardings/${onboardingId}/result`;

async function expectGone(started: Started, type: string): Promise<Record<string, unknown>> {
  const answer = await scene.get(pathOf(started), { headers: { Prefer: 'wait=20' } });
  expect(answer.status).toBe(410);
  const problem = await problemOf(answer);
  expect(problem['type']).toBe(`/docs/errors/${type}`);
  return problem;
}

test('while it is open: 202 with the stage, at once; Prefer: wait=1 waits a second for the end', async () => {
  const started = await scene.startAwaitingOtp();
  const atOnce = await scene.get(pathOf(started));
  expect(atOnce.status).toBe(202);
  expect(await atOnce.json()).toEqual({ onboardingId: started.onboardingId, stage: 'awaitingOtp' });
  const beganAt = Date.now();
  const waited = await scene.get(pathOf(started), { headers: { Prefer: 'wait=1' } });
  expect(waited.status).toBe(202);
  expect(Date.now() - beganAt).toBeGreaterThanOrEqual(950);
});

test('a wait ends with the onboarding: 200 with the record, which no cache may keep', async () => {
  const started = await scene.startAwaitingOtp();
  const waiting = scene.get(pathOf(started), { headers: { Prefer: 'wait=30' } });
  await scene.post(`/v1/onboardings/${started.onboardingId}/otp`, { body: { otp: '123456' } });
  const answer = await waiting;
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.json()).toMatchObject({
    outcome: 'registered',
    record: { name: 'Asha Rao', enrichment: 'notRequested' },
  });
});

test('the result of an ended run stays its own when a newer one is open', async () => {
  const request = scene.onboardings.request();
  const old = await scene.startAwaitingOtp(request);
  await scene.finish(old);
  await scene.startOnboarding(request);
  expect(await (await scene.get(pathOf(old))).json()).toMatchObject({ outcome: 'registered' });
});

test('a cancelled onboarding is 410 onboarding-cancelled', async () => {
  const started = await scene.startAwaitingOtp();
  await scene.post(`/v1/onboardings/${started.onboardingId}/cancel`);
  await expectGone(started, 'onboarding-cancelled');
});

test('a terminated onboarding is 410 onboarding-terminated', async () => {
  const started = await scene.startAwaitingOtp();
  const { workflowId = '' } = parseOnboardingId(started.onboardingId) ?? {};
  await scene.onboardings.environment.client.workflow.getHandle(workflowId).terminate('by hand');
  await expectGone(started, 'onboarding-terminated');
});

test('an abandoned onboarding is 410 onboarding-abandoned', async () => {
  const request = scene.onboardings.request({ policy: { registrationGiveUpMs: 1 } });
  scene.onboardings.harness.simulators.iserveu.scriptFault({
    operation: 'getCustomer',
    mobileNumber: request.mobileNumber,
    fault: { kind: 'status', status: 401 },
    times: 'always',
  });
  await expectGone(await scene.startOnboarding(request), 'onboarding-abandoned');
});

test('an onboarding that was started past the gateway and is invalid is 410, with its problems', async () => {
  const { workflow } = scene.onboardings.environment.client;
  const { taskQueue } = scene.onboardings.harness;
  const handle = await workflow.start('onboardCustomer', { workflowId: crypto.randomUUID(), taskQueue, args: [{}] });
  const answer = await scene.get(`/v1/onboardings/${handle.workflowId}/result`, {
    as: OPERATOR_KEY,
    headers: { Prefer: 'wait=20' },
  });
  expect(answer.status).toBe(410);
  const { type, problems } = (await answer.json()) as { type: string; problems: { field: string }[] };
  expect(type).toBe('/docs/errors/onboarding-refused');
  expect(problems.map(({ field }) => field)).toEqual(['mobileNumber', 'name', 'latlong', 'publicIP']);
});

test('a stop of the gateway answers whoever waits with 202', async () => {
  const other = await GatewayScene.beside(scene, {});
  const started = await other.startAwaitingOtp();
  const waiting = other.get(pathOf(started), { headers: { Prefer: 'wait=60' } });
  await other.untilAnswering(1);
  await other.stopGateway();
  expect((await waiting).status).toBe(202);
});
