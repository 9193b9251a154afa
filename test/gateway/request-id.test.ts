import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { defaultPayloadConverter } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REQUEST_ID } from '../../src/contract/request-id.js';
import { DEFAULT_LIMITS } from '../../src/gateway/access/rate-limits.js';
import { GatewayScene, problemOf, type Started } from './support/gateway-scene.js';

let scene: GatewayScene;
beforeAll(async () => {
  scene = await GatewayScene.start({ environment: { GATEWAY_ALLOWED_ORIGINS: 'https://app.example' } });
});
afterAll(async () => {
  await scene.stop();
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const withId = (id: string) => ({ 'X-Request-Id': id });
const idOf = (response: Response) => response.headers.get('x-request-id');

describe('X-Request-Id', () => {
  test.each([
    randomUUID(),
    '0af7651916cd43dd8448eb211c80319c',
    'req-1',
    'a.b_c:D-9',
    '1764139091123-17',
    'x'.repeat(128),
  ])('%s is taken from the caller, and the log has it', async (id) => {
    expect(idOf(await scene.get('/v1/onboardings/nonsense', { headers: withId(id) }))).toBe(id);
    expect(JSON.parse(scene.logLines.at(-1) ?? '')).toMatchObject({ audit: 'allowed', requestId: id });
  });

  test.each([
    '9876543210',
    'mobile-9876543210',
    'a b',
    '+919876543210',
    'aadhaar:234123412346',
    'x'.repeat(129),
    '"}',
    'ä',
  ])('%s is not taken: another is made', async (id) => {
    const response = await scene.get('/healthz', { headers: withId(id) }).catch(() => undefined);
    // fetch itself refuses what cannot be a header.
    if (response !== undefined) expect(idOf(response)).toMatch(UUID);
  });

  test('every answer has one: of errors, unknown paths, pages, and preflights', async () => {
    const answers = [
      await scene.get('/v1/onboardings', { as: null }),
      await scene.get('/nothing'),
      await scene.get('/%zz'),
      await scene.get('/otp/x'),
      await scene.call('DELETE', '/healthz'),
      await scene.post('/v1/onboardings', { body: 'x'.repeat(70_000) }),
      await scene.post('/v1/onboardings', { body: '<a/>', headers: { 'Content-Type': 'text/xml' } }),
      await scene.call('OPTIONS', '/healthz', {
        headers: { Origin: 'https://app.example', 'Access-Control-Request-Method': 'GET' },
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 404, 404, 200, 405, 413, 415, 204]);
    for (const answer of answers) expect(idOf(answer)).toMatch(UUID);
    expect(new Set(answers.map(idOf)).size).toBe(answers.length);
  });

  test('so have a stream, a 304, and a 429', async () => {
    const started = await scene.startAwaitingOtp();
    const path = `/v1/onboardings/${started.onboardingId}`;
    const reader = new AbortController();
    const stream = await scene.get(`${path}/events`, { headers: withId('stream-1'), signal: reader.signal });
    expect([stream.status, idOf(stream)]).toEqual([200, 'stream-1']);
    reader.abort();
    const tag = (await scene.get(path)).headers.get('etag') ?? '';
    const unchanged = await scene.get(path, { headers: { ...withId('same-1'), 'If-None-Match': tag } });
    expect([unchanged.status, idOf(unchanged)]).toEqual([304, 'same-1']);
    const resend = () => scene.post(`${path}/otp/resend`, { headers: withId('resend-1') });
    for (let sent = 0; sent < DEFAULT_LIMITS.otpsPerOnboarding; sent += 1) await resend();
    const refused = await resend();
    expect([refused.status, idOf(refused)]).toEqual([429, 'resend-1']);
  });

  test('so has the answer to what is no HTTP', async () => {
    const { port } = new URL(scene.url);
    const text = await new Promise<string>((resolve) => {
      let answer = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('nonsense\r\n\r\n'));
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.on('close', () => {
        resolve(answer);
      });
    });
    expect(text).toMatch(/^X-Request-Id: [0-9a-f-]{36}\r$/m);
  });

  test('the instance of a problem ends with it', async () => {
    for (const id of [randomUUID(), 'req-1']) {
      const { instance } = await problemOf(await scene.get('/nothing', { headers: withId(id) }));
      expect(instance).toMatch(new RegExp(`[:/]${id}$`));
    }
  });

  test('pages of other origins may read it, and Date', async () => {
    const response = await scene.get('/healthz', { headers: { Origin: 'https://app.example' } });
    const exposed = response.headers.get('access-control-expose-headers')?.split(', ');
    expect(exposed).toEqual(expect.arrayContaining(['X-Request-Id', 'Date', 'Location', 'Retry-After', 'ETag']));
  });
});

test('one id leads from the gateway to the provider calls: memo of the start, and headers of what each request caused', async () => {
  const start = randomUUID();
  const otp = 'otp-request-1';
  const response = await scene.post('/v1/onboardings', { body: scene.onboardings.request(), headers: withId(start) });
  const { onboardingId } = (await response.json()) as Started;
  const [workflowId = '', runId] = onboardingId.split('.');
  await scene.onboardings.until(workflowId, ({ stage }) => stage === 'awaitingOtp');
  await scene.post(`/v1/onboardings/${onboardingId}/otp`, {
    body: { otp: '123456' },
    headers: { ...withId(otp), Prefer: 'wait=20' },
  });
  const handle = scene.onboardings.environment.client.workflow.getHandle(workflowId, runId);
  await handle.result();
  expect((await handle.describe()).memo).toMatchObject({ [REQUEST_ID]: start });
  const { events } = await handle.fetchHistory();
  const calls = (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: call }) => {
    const header = call?.header?.fields?.[REQUEST_ID];
    return call == null ? [] : [[call.activityType?.name, header && defaultPayloadConverter.fromPayload(header)]];
  });
  expect(calls).toEqual([
    ['getCustomer', start],
    ['processCustomerRegistration', otp],
  ]);
});
