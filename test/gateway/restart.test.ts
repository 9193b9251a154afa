import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { parseOnboardingId } from '../../src/contract/onboarding-id.js';
import { BrokenWay } from './support/broken-way.js';
import { EventReader } from './support/event-reader.js';
import { GatewayProcess } from './support/gateway-process.js';
import { GatewayScene, type CallOptions, type Started } from './support/gateway-scene.js';

/* The gateway as a process of its own, ended at the worst moments; another one then takes its place. */

let scene: GatewayScene;
const running = new Set<GatewayProcess>();
const ways = new Set<BrokenWay>();
beforeAll(async () => {
  scene = await GatewayScene.start();
});
afterEach(async () => {
  await Promise.all([...running].map((gateway) => gateway.kill()));
  await Promise.all([...ways].map((way) => way.close()));
  running.clear();
  ways.clear();
});
afterAll(async () => {
  await scene.stop();
});

const RIGHT = '123456';
const WAIT = { timeout: 10_000, interval: 20 };

async function startProcess(environment: Record<string, string> = {}): Promise<GatewayProcess> {
  const gateway = await GatewayProcess.start({ ...scene.environment, ...environment });
  running.add(gateway);
  return gateway;
}

/** A gateway whose answers from Temporal can be held back. */
async function startBehindAWay(): Promise<{ gateway: GatewayProcess; way: BrokenWay }> {
  const way = await BrokenWay.to(scene.environment['TEMPORAL_ADDRESS'] ?? '');
  ways.add(way);
  return { gateway: await startProcess({ TEMPORAL_ADDRESS: way.address }), way };
}

const post = (gateway: GatewayProcess, path: string, options: CallOptions) => scene.post(gateway.url + path, options);
const otpPath = ({ onboardingId }: Started) => `/v1/onboardings/${onboardingId}/otp`;
const registrationCalls = (mobileNumber: string) =>
  scene.onboardings.harness.simulators.iserveu.journal.of('processCustomerRegistration', mobileNumber).length;

const untilRegistrationCall = (mobileNumber: string) =>
  scene.onboardings.harness.simulators.iserveu.journal.waitFor(
    ({ operation, subject }) => operation === 'processCustomerRegistration' && subject === mobileNumber,
  );

function slowRegistration(mobileNumber: string, delayMs: number): void {
  const fault = { kind: 'none', delayMs } as const;
  scene.onboardings.harness.simulators.iserveu.scriptFault({
    operation: 'processCustomerRegistration',
    mobileNumber,
    fault,
  });
}

/** What a client notices of a gateway that dies. */
async function cutOff(answer: Promise<unknown>): Promise<void> {
  await expect(answer).rejects.toThrow(TypeError);
}

describe('killed', () => {
  test('once Temporal has the start and before the answer: the repetition gives the same onboarding', async () => {
    const body = scene.onboardings.request();
    const options = { body, headers: { 'Idempotency-Key': crypto.randomUUID() } };
    const workflowId = scene.onboardings.client.idOf(body.mobileNumber);
    const { gateway, way } = await startBehindAWay();
    way.delayAnswers(300);
    const lost = cutOff(post(gateway, '/v1/onboardings', options));
    const { runId } = await vi.waitFor(() => scene.onboardings.client.describe(workflowId), WAIT);
    way.holdAnswers();
    await gateway.kill();
    await lost;

    const next = await startProcess();
    const again = (await (await post(next, '/v1/onboardings', options)).json()) as Started;
    expect(again).toMatchObject({ onboardingId: `${workflowId}.${runId}`, started: false });
    const verdict = await post(next, otpPath(again), { body: { otp: RIGHT }, headers: { Prefer: 'wait=20' } });
    expect(await verdict.json()).toEqual({ result: 'registered', attemptsLeft: 5 });
    const afterTheEnd = await post(next, '/v1/onboardings', options);
    expect(await afterTheEnd.json()).toMatchObject({ onboardingId: `${workflowId}.${runId}`, started: false });
    expect(registrationCalls(body.mobileNumber)).toBe(1);
  });

  test('before Temporal has the start: the repetition starts it', async () => {
    const body = scene.onboardings.request();
    const options = { body, headers: { 'Idempotency-Key': crypto.randomUUID() } };
    const { gateway, way } = await startBehindAWay();
    way.cut();
    const lost = cutOff(post(gateway, '/v1/onboardings', options));
    await scene.untilAnswering(1, gateway.url);
    await gateway.kill();
    await lost;

    const again = await post(await startProcess(), '/v1/onboardings', options);
    expect(await again.json()).toMatchObject({ started: true });
  });

  describe('while a code is tried', () => {
    async function killWhileTrying() {
      const request = scene.onboardings.request();
      const started = await scene.startAwaitingOtp(request);
      slowRegistration(request.mobileNumber, 3_000);
      // Another one is up already, so that the code is still being tried when it is asked.
      const [gateway, next] = [await startProcess(), await startProcess()];
      const headers = { Prefer: 'wait=30', 'Idempotency-Key': crypto.randomUUID() };
      const options = { as: started.otpToken, body: { otp: RIGHT }, headers };
      const lost = cutOff(post(gateway, otpPath(started), options));
      await untilRegistrationCall(request.mobileNumber);
      await gateway.kill();
      await lost;
      return { request, started, options, next };
    }

    test('the repetition waits for the same verdict, and iServeU is called once', async () => {
      const { request, started, options, next } = await killWhileTrying();
      const again = await post(next, otpPath(started), options);
      expect(again.status).toBe(200);
      expect(await again.json()).toEqual({ result: 'registered', attemptsLeft: 5 });
      expect(registrationCalls(request.mobileNumber)).toBe(1);
    });

    test('a repetition after the end gets the same verdict too', async () => {
      const { request, started, options, next } = await killWhileTrying();
      await scene.onboardings.client.result(parseOnboardingId(started.onboardingId)?.workflowId ?? '');
      const again = await post(next, otpPath(started), options);
      expect(again.status).toBe(200);
      expect(await again.json()).toEqual({ result: 'registered', attemptsLeft: 5 });
      expect(registrationCalls(request.mobileNumber)).toBe(1);
    });

    test('a repetition without the key joins the OTP that is being tried', async () => {
      const { request, started, options, next } = await killWhileTrying();
      const { 'Idempotency-Key': _key, ...headers } = options.headers;
      const again = await post(next, otpPath(started), { ...options, headers });
      expect(await again.json()).toEqual({ result: 'registered', attemptsLeft: 5 });
      expect(registrationCalls(request.mobileNumber)).toBe(1);
    });
  });

  test('a wait for a result is over in time although Temporal answers nothing', async () => {
    const started = await scene.startAwaitingOtp();
    const { gateway, way } = await startBehindAWay();
    way.holdAnswers();
    const beganAt = performance.now();
    const path = `${gateway.url}/v1/onboardings/${started.onboardingId}/result`;
    const answer = await scene.get(path, { headers: { Prefer: 'wait=1' } });
    expect(performance.now() - beganAt).toBeLessThan(3_000);
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ onboardingId: started.onboardingId });
  });

  test('during a stream of events: another gateway goes on after the last event that was seen', async () => {
    const started = await scene.startAwaitingOtp();
    const path = `/v1/onboardings/${started.onboardingId}/events`;
    const gateway = await startProcess();
    const reader = new EventReader(await scene.get(gateway.url + path, { as: started.otpToken }));
    const seen = await reader.next();
    await gateway.kill();
    await cutOff(reader.rest());

    await scene.post(otpPath(started), { body: { otp: '000000' }, headers: { Prefer: 'wait=20' } });
    const headers = { 'Last-Event-ID': seen?.id ?? '' };
    const next = await startProcess();
    const later = new EventReader(await scene.get(next.url + path, { as: started.otpToken, headers }));
    const first = await later.next();
    expect(first?.id).not.toBe(seen?.id);
    expect(first?.status.otp?.attemptsLeft).toBe(4);
    await later.close();
  });
});

describe('asked to stop (SIGTERM)', () => {
  test('it answers whoever waits, ends the streams, says for how many it waits, and leaves with exit code 0; nothing is lost', async () => {
    const request = scene.onboardings.request();
    const started = await scene.startAwaitingOtp(request);
    slowRegistration(request.mobileNumber, 3_000);
    const gateway = await startProcess();
    const path = `${gateway.url}/v1/onboardings/${started.onboardingId}`;
    const headers = { Prefer: 'wait=60' };
    const events = new EventReader(await scene.get(`${path}/events`));
    const code = scene.post(`${path}/otp`, { body: { otp: RIGHT }, headers });
    const result = scene.get(`${path}/result`, { headers });
    await untilRegistrationCall(request.mobileNumber);
    await scene.untilAnswering(3, gateway.url);

    const ending = gateway.stop();
    expect((await code).status).toBe(202);
    expect((await result).status).toBe(202);
    await events.rest();
    expect(await ending).toEqual({ exitCode: 0, signal: null });
    expect(gateway.output.join()).toContain('gateway waits for 3 requests under way, up to 15 s');
    const end = await scene.get(`/v1/onboardings/${started.onboardingId}/result`, { headers });
    expect(await end.json()).toMatchObject({ outcome: 'registered' });
    expect(registrationCalls(request.mobileNumber)).toBe(1);
  });

  test('with 1,000 streams behind it whose readers went away, it is gone within 2 s', async () => {
    const started = await scene.startAwaitingOtp();
    const gateway = await startProcess();
    const path = `${gateway.url}/v1/onboardings/${started.onboardingId}/events`;
    for (let round = 0; round < 10; round += 1) {
      const streams = Array.from({ length: 100 }, async () => new EventReader(await scene.get(path)));
      await Promise.all((await Promise.all(streams)).map((reader) => reader.close()));
    }
    const askedAt = performance.now();
    expect(await gateway.stop()).toEqual({ exitCode: 0, signal: null });
    expect(performance.now() - askedAt).toBeLessThan(2_000);
  });

  test('connections that never send a whole request do not keep it from stopping', async () => {
    const gateway = await startProcess();
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    // It may be reset.
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write('POST /v1/onboardings HTTP/1.1\r\n');
    expect(await gateway.stop()).toEqual({ exitCode: 0, signal: null });
    socket.destroy();
  });
});

describe('a start that cannot be', () => {
  test('the environment is wrong: exit code 2, every variable named', async () => {
    const { GATEWAY_API_KEYS: _keys, ...environment } = scene.environment;
    const gateway = GatewayProcess.launch({ ...environment, GATEWAY_PORT: '70000' });
    expect(await gateway.untilEnded()).toEqual({ exitCode: 2, signal: null });
    expect(gateway.output.join()).toContain('GATEWAY_API_KEYS');
    expect(gateway.output.join()).toContain('GATEWAY_PORT');
  });

  test('the port is taken: exit code 1, the port named', async () => {
    const { port } = new URL(scene.url);
    const gateway = GatewayProcess.launch({ ...scene.environment, GATEWAY_PORT: port });
    expect(await gateway.untilEnded()).toEqual({ exitCode: 1, signal: null });
    expect(gateway.output.join()).toContain(`Port ${port} is taken by another process`);
  });
});
