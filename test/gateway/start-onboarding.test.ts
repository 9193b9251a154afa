import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseOnboardingId } from '../../src/contract/onboarding-id.js';
import { GatewayScene, problemOf, type Started } from './support/gateway-scene.js';

let scene: GatewayScene;
beforeAll(async () => {
  scene = await GatewayScene.start();
});
afterAll(async () => {
  await scene.stop();
});

const PATH = '/v1/onboardings';
const withKey = (key: string) => ({ 'Idempotency-Key': key });

async function started(response: Response): Promise<Started> {
  expect(response.status).toBe(202);
  return (await response.json()) as Started;
}

test('a start answers 202 with Location, the status and an OTP token for exactly this run', async () => {
  const request = scene.onboardings.request();
  const response = await scene.post(PATH, { body: request });
  const { onboardingId, otpToken, otpUrl, ...rest } = await started(response);
  const workflowId = scene.onboardings.client.idOf(request.mobileNumber);
  const { runId } = await scene.onboardings.client.describe(workflowId);
  expect(onboardingId).toBe(`${workflowId}.${runId}`);
  expect(response.headers.get('location')).toBe(`/v1/onboardings/${onboardingId}`);
  const mobileNumber = `******${request.mobileNumber.slice(-4)}`;
  expect(rest).toEqual({ started: true, status: { stage: 'checking', mobileNumber, timeline: [] } });
  expect(otpUrl).toBe(`${scene.url}/otp/${onboardingId}#${otpToken}`);
  const { sub, iat = 0, exp = 0 } = decodeJwt(otpToken);
  expect(sub).toBe(onboardingId);
  expect(exp - iat).toBe(86_400);
});

describe('without an Idempotency-Key', () => {
  test('a live onboarding is joined, and says where it stands', async () => {
    const request = scene.onboardings.request();
    const { onboardingId } = await scene.startAwaitingOtp(request);
    const joined = await started(await scene.post(PATH, { body: { ...request, name: 'Another Name' } }));
    expect(joined).toMatchObject({ onboardingId, started: false, status: { stage: 'awaitingOtp' } });
  });

  test('an ended onboarding is followed by a new one', async () => {
    const request = scene.onboardings.request();
    const first = await scene.startAwaitingOtp(request);
    await scene.finish(first);
    const next = await started(await scene.post(PATH, { body: request }));
    expect(next.started).toBe(true);
    expect(next.onboardingId).not.toBe(first.onboardingId);
  });
});

describe('with an Idempotency-Key', () => {
  test('the same key and body give the same onboarding, a fresh token each time, also after its end', async () => {
    const body = scene.onboardings.request();
    const headers = withKey(crypto.randomUUID());
    const first = await started(await scene.post(PATH, { body, headers }));
    const again = await started(await scene.post(PATH, { body, headers }));
    expect(again).toMatchObject({ onboardingId: first.onboardingId, started: false });
    expect(again.otpToken).not.toBe(first.otpToken);

    await scene.finish(first);
    const afterEnd = await started(await scene.post(PATH, { body, headers }));
    expect(afterEnd).toMatchObject({
      onboardingId: first.onboardingId,
      started: false,
      status: { stage: 'closed', outcome: 'registered' },
    });
    const answered = await scene.get(`${PATH}/${first.onboardingId}`, { as: afterEnd.otpToken });
    expect(answered.status).toBe(200);
  });

  test('the same key with another body is refused with 422', async () => {
    const body = scene.onboardings.request();
    const headers = withKey(crypto.randomUUID());
    await started(await scene.post(PATH, { body, headers }));
    const refused = await scene.post(PATH, { body: { ...body, name: 'Another Name' }, headers });
    expect(refused.status).toBe(422);
    expect(await problemOf(refused)).toMatchObject({ type: '/docs/errors/idempotency-key-reused', status: 422 });
  });

  test('another key while one is live is refused with 409 and the Location of the live one', async () => {
    const body = scene.onboardings.request();
    const live = await started(await scene.post(PATH, { body, headers: withKey(crypto.randomUUID()) }));
    const refused = await scene.post(PATH, { body, headers: withKey(crypto.randomUUID()) });
    expect(refused.status).toBe(409);
    expect(refused.headers.get('location')).toBe(`/v1/onboardings/${live.onboardingId}`);
    expect(await problemOf(refused)).toMatchObject({ type: '/docs/errors/another-onboarding-open' });
  });

  test.each(['two words', 'x'.repeat(256)])('the key %j is refused with 400', async (key) => {
    const refused = await scene.post(PATH, { body: scene.onboardings.request(), headers: withKey(key) });
    expect(refused.status).toBe(400);
    expect(await problemOf(refused)).toMatchObject({ problems: [{ field: 'Idempotency-Key' }] });
  });
});

test('a start works while no worker is there, and a repetition tells what the server knows', async () => {
  const lonely = await GatewayScene.beside(scene, { ONBOARDING_TASK_QUEUE: 'nobody-works-here' });
  try {
    const body = scene.onboardings.request();
    const first = await started(await lonely.post(PATH, { body }));
    const again = await started(await lonely.post(PATH, { body }));
    expect(again).toMatchObject({ onboardingId: first.onboardingId, started: false, status: { stage: 'checking' } });
  } finally {
    await lonely.stopGateway();
  }
});

test('the policy of the deployment lies under the policy of the request', async () => {
  const policy = JSON.stringify({ otpMaxAttempts: 2, otpLength: 4 });
  const other = await GatewayScene.beside(scene, { ONBOARDING_POLICY: policy });
  try {
    const { onboardingId } = await other.startAwaitingOtp({ policy: { otpLength: 8 } });
    const answer = await other.post(`${PATH}/${onboardingId}/otp`, {
      body: { otp: '12345678' },
      headers: { Prefer: 'wait=20' },
    });
    expect(await answer.json()).toEqual({ result: 'refused', attemptsLeft: 1 });
  } finally {
    await other.stopGateway();
  }
});

test('keys and bodies are kept as HMACs: 43 characters each, the same for the same, in the memo of the run', async () => {
  const body = scene.onboardings.request();
  const key = crypto.randomUUID();
  const { onboardingId } = await started(await scene.post(PATH, { body, headers: withKey(key) }));
  const { workflowId = '' } = parseOnboardingId(onboardingId) ?? {};
  const { memo } = await scene.onboardings.environment.client.workflow.getHandle(workflowId).describe();
  expect(memo).toEqual({
    requestId: expect.any(String) as string,
    idempotencyKey: expect.stringMatching(/^[\w-]{43}$/) as string,
    idempotencyRequest: expect.stringMatching(/^[\w-]{43}$/) as string,
  });
  for (const text of [key, body.mobileNumber]) expect(JSON.stringify(memo)).not.toContain(text);
});

describe('an invalid request is refused with 400, every field named, nothing started', () => {
  test('fields of the wrong form and unknown ones', async () => {
    const body = { ...scene.onboardings.request(), publicIP: 'nowhere', middleName: 'X', policy: { otpLength: 3 } };
    const refused = await scene.post(PATH, { body });
    expect(refused.status).toBe(400);
    const { problems } = (await refused.json()) as { problems: { field: string }[] };
    expect(problems.map(({ field }) => field)).toEqual(['publicIP', 'policy.otpLength', 'middleName']);
    const id = scene.onboardings.client.idOf(body.mobileNumber);
    await expect(scene.onboardings.client.describe(id)).rejects.toMatchObject({ type: 'OnboardingNotFound' });
  });

  test.each(['[]', 'null', '"text"', '{"name":', '{"__proto__":{"a":1}}', ''])('the body %s', async (body) => {
    const refused = await scene.post(PATH, { body });
    expect(refused.status).toBe(400);
    expect(await problemOf(refused)).toMatchObject({
      type: '/docs/errors/invalid-request',
      problems: [{ field: 'request' }],
    });
  });
});
