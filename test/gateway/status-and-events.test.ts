import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parseOnboardingId } from '../../src/contract/onboarding-id.js';
import { OnboardingNotFound } from '../../src/client/errors.js';
import type { OnboardingStatus } from '../../src/contract/status.js';
import { EventReader } from './support/event-reader.js';
import { GatewayScene, problemOf } from './support/gateway-scene.js';

let scene: GatewayScene;
beforeAll(async () => {
  scene = await GatewayScene.start();
});
afterAll(async () => {
  await scene.stop();
});

const pathOf = ({ onboardingId }: { onboardingId: string }) => `/v1/onboardings/${onboardingId}`;
const UNKNOWN = 'onboarding-00000000000000000000000000000000';
const UNKNOWN_RUN = `${UNKNOWN}.00000000-0000-4000-8000-000000000000`;

describe('GET /v1/onboardings/{id}', () => {
  test('gives the status with an ETag; with that ETag 304 until something changes', async () => {
    const started = await scene.startAwaitingOtp();
    const path = pathOf(started);
    const first = await scene.get(path);
    expect(await first.json()).toMatchObject({ stage: 'awaitingOtp', otp: { attemptsLeft: 5 } });
    const tag = first.headers.get('etag') ?? '';
    expect(tag).toMatch(/^"[\w-]{22}"$/);

    for (const given of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const unchanged = await scene.get(path, { headers: { 'If-None-Match': given } });
      expect(unchanged.status).toBe(304);
      expect(await unchanged.text()).toBe('');
    }

    await scene.post(`${path}/otp`, { body: { otp: '000000' }, headers: { Prefer: 'wait=20' } });
    const changed = await scene.get(path, { headers: { 'If-None-Match': tag } });
    expect(changed.status).toBe(200);
    expect(((await changed.json()) as OnboardingStatus).otp?.attemptsLeft).toBe(4);
  });

  test('reading and following never makes the history longer', async () => {
    const started = await scene.startAwaitingOtp();
    const path = pathOf(started);
    const { workflowId = '' } = parseOnboardingId(started.onboardingId) ?? {};
    const length = async () =>
      (await scene.onboardings.environment.client.workflow.getHandle(workflowId).describe()).historyLength;
    const before = await length();
    const reader = new EventReader(await scene.get(`${path}/events`));
    await reader.next();
    for (let count = 0; count < 20; count += 1) await scene.get(path);
    await scene.onboardings.client.status(workflowId);
    await reader.close();
    expect(await length()).toBe(before);
  });

  test('an onboarding that Temporal forgets is 404 here too, at once', async () => {
    const started = await scene.startAwaitingOtp();
    await scene.finish(started);
    expect((await scene.get(pathOf(started))).status).toBe(200);
    const [workflowId = '', runId = ''] = started.onboardingId.split('.');
    const { client } = scene.onboardings;
    await client.erase(workflowId);
    // The server deletes in the background.
    const isGone = () => expect(client.describe(workflowId, { runId })).rejects.toThrow(OnboardingNotFound);
    await vi.waitFor(isGone, { timeout: 90_000, interval: 500 });
    await vi.waitFor(
      async () => {
        expect((await scene.get(pathOf(started))).status).toBe(404);
      },
      { timeout: 2_000, interval: 100 },
    );
  }, 120_000);

  test('a bare workflow id means the newest run, which Content-Location names', async () => {
    const request = scene.onboardings.request();
    const old = await scene.startAwaitingOtp(request);
    await scene.finish(old);
    const newest = await scene.startOnboarding(request);
    const { workflowId = '' } = parseOnboardingId(newest.onboardingId) ?? {};
    const answer = await scene.get(`/v1/onboardings/${workflowId}`);
    expect(answer.headers.get('content-location')).toBe(pathOf(newest));
    const ofOld = await scene.get(pathOf(old));
    expect(await ofOld.json()).toMatchObject({ stage: 'closed', outcome: 'registered' });
  });

  test.each([UNKNOWN, UNKNOWN_RUN, 'nonsense', '%20', 'x'.repeat(250), '9876543210'])(
    'the unknown id %s is 404 for a backend',
    async (id) => {
      const answer = await scene.get(`/v1/onboardings/${id}`);
      expect(answer.status).toBe(404);
      expect(await problemOf(answer)).toMatchObject({ type: '/docs/errors/onboarding-not-found' });
    },
  );

  test('a workflow of another type is no onboarding', async () => {
    const { workflow } = scene.onboardings.environment.client;
    const { workflowId } = await workflow.start('billing', { workflowId: crypto.randomUUID(), taskQueue: 'nobody' });
    expect((await scene.get(`/v1/onboardings/${workflowId}`)).status).toBe(404);
    expect((await scene.post(`/v1/onboardings/${workflowId}/cancel`)).status).toBe(404);
  });

  test('without a worker the answer is 503 with Retry-After', async () => {
    const lonely = await GatewayScene.beside(scene, { ONBOARDING_TASK_QUEUE: 'nobody-works-here' });
    try {
      const started = await lonely.startOnboarding();
      const answer = await lonely.get(pathOf(started));
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('2');
      expect(await problemOf(answer)).toMatchObject({ type: '/docs/errors/no-worker-answered' });
    } finally {
      await lonely.stopGateway();
    }
  });

  test('an onboarding that was terminated is shown as closed, with no code to wait for', async () => {
    const started = await scene.startAwaitingOtp();
    const { workflowId = '' } = parseOnboardingId(started.onboardingId) ?? {};
    const reader = new EventReader(await scene.get(`${pathOf(started)}/events`));
    await reader.until(({ stage }) => stage === 'awaitingOtp');
    await scene.onboardings.environment.client.workflow.getHandle(workflowId).terminate('by hand');
    const rest = await reader.rest();
    expect(rest.at(-1)?.status.stage).toBe('closed');
    expect(rest.at(-1)?.status).not.toHaveProperty('otp');
    expect(await (await scene.get(pathOf(started))).json()).toEqual(rest.at(-1)?.status);
  });
});

describe('GET /v1/onboardings/{id}/events', () => {
  test('streams every change to the end and then ends; the id of an event is the ETag of its status', async () => {
    const started = await scene.startAwaitingOtp();
    const path = pathOf(started);
    const response = await scene.get(`${path}/events`, { as: started.otpToken });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
    const reader = new EventReader(response);
    expect(await reader.nextBlock()).toMatch(/^retry: [2-8]\d{3}$/);

    const first = await reader.next();
    expect(first).toMatchObject({ event: 'status', status: { stage: 'awaitingOtp' } });
    expect((await scene.get(path)).headers.get('etag')).toBe(`"${first?.id ?? ''}"`);

    await scene.post(`${path}/otp`, { as: started.otpToken, body: { otp: '000000' } });
    const refused = await reader.until(({ otp }) => otp?.lastProblem === 'refused');
    expect(refused?.status.otp?.attemptsLeft).toBe(4);
    await scene.post(`${path}/otp`, { as: started.otpToken, body: { otp: '123456' } });
    const rest = await reader.rest();
    expect(rest.at(-1)?.status).toMatchObject({ stage: 'closed', outcome: 'registered' });
  });

  test('with Last-Event-ID what was seen is not sent again', async () => {
    const started = await scene.startAwaitingOtp();
    const path = pathOf(started);
    const before = new EventReader(await scene.get(`${path}/events`));
    const seen = await before.next();
    await before.close();

    const after = new EventReader(await scene.get(`${path}/events`, { headers: { 'Last-Event-ID': seen?.id ?? '' } }));
    await scene.post(`${path}/otp`, { body: { otp: '000000' } });
    const next = await after.next();
    expect(next?.id).not.toBe(seen?.id);
    expect(next?.status.timeline.length).toBeGreaterThan(seen?.status.timeline.length ?? Infinity);
    await after.close();
  });

  test('after the end: the last status and the end of the stream; 204 for who has seen it', async () => {
    const started = await scene.startAwaitingOtp();
    await scene.finish(started);
    const path = `${pathOf(started)}/events`;
    const events = await new EventReader(await scene.get(path)).rest();
    expect(events.map(({ status }) => status.stage)).toEqual(['closed']);
    const again = await scene.get(path, { headers: { 'Last-Event-ID': events[0]?.id ?? '' } });
    expect(again.status).toBe(204);
  });

  test('a reader that goes away is forgotten at once', async () => {
    const started = await scene.startAwaitingOtp();
    const openStreams = async () => {
      const metrics = await (await scene.get('/metrics')).text();
      return Number(/^onboarding_gateway_open_streams (\d+)$/m.exec(metrics)?.[1]);
    };
    const before = await openStreams();
    const readers = [];
    for (let count = 0; count < 3; count += 1) {
      readers.push(new EventReader(await scene.get(`${pathOf(started)}/events`)));
    }
    expect(await openStreams()).toBe(before + 3);
    await Promise.all(readers.map((reader) => reader.close()));
    await vi.waitFor(async () => {
      expect(await openStreams()).toBe(before);
    });
  });

  test('an unknown onboarding is 404, before any stream', async () => {
    expect((await scene.get(`/v1/onboardings/${UNKNOWN_RUN}/events`)).status).toBe(404);
  });

  test('a stop of the gateway ends the streams at once, and another gateway goes on where they ended', async () => {
    const first = await GatewayScene.beside(scene, {});
    const started = await first.startAwaitingOtp();
    const reader = new EventReader(await first.get(`${pathOf(started)}/events`));
    const seen = await reader.next();
    await first.stopGateway();
    expect(await reader.rest()).toEqual([]);

    await scene.post(`${pathOf(started)}/otp`, { body: { otp: '000000' }, headers: { Prefer: 'wait=20' } });
    const headers = { 'Last-Event-ID': seen?.id ?? '' };
    const later = new EventReader(await scene.get(`${pathOf(started)}/events`, { as: started.otpToken, headers }));
    const next = await later.until(({ stage }) => stage === 'awaitingOtp');
    expect(next?.status.otp?.attemptsLeft).toBe(4);
    await later.close();
  });
});
