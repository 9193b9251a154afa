import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parseOnboardingId } from '../../src/contract/onboarding-id.js';
import { attributesOf } from '../support/workflow-history.js';
import { GatewayScene, problemOf, type CallOptions, type Started } from './support/gateway-scene.js';

let scene: GatewayScene;
beforeAll(async () => {
  scene = await GatewayScene.start();
});
afterAll(async () => {
  await scene.stop();
});

const WAIT = { Prefer: 'wait=20' };
const RIGHT = '123456';
const WRONG = '000000';
const pathOf = ({ onboardingId }: Started) => `/v1/onboardings/${onboardingId}/otp`;

async function submit(started: Started, otp: unknown, headers: Record<string, string> = WAIT): Promise<Response> {
  const options: CallOptions = { as: started.otpToken, body: { otp }, headers };
  return await scene.post(pathOf(started), options);
}

const registrationCalls = (mobileNumber: string) =>
  scene.onboardings.harness.simulators.iserveu.journal.of('processCustomerRegistration', mobileNumber).length;

/** Makes the coming registration calls of a customer slow. */
function slowRegistrations(mobileNumber: string, delayMs: number, times: number | 'always' = 1): void {
  scene.onboardings.harness.simulators.iserveu.scriptFault({
    operation: 'processCustomerRegistration',
    mobileNumber,
    fault: { kind: 'none', delayMs },
    times,
  });
}

const outcome = async (started: Started) =>
  (await scene.get(`/v1/onboardings/${started.onboardingId}/result`, { headers: { Prefer: 'wait=30' } })).json();

describe('without Prefer', () => {
  test('the code is sent by signal: 202 with the Location of the status, no waiting', async () => {
    const started = await scene.startAwaitingOtp();
    const answer = await submit(started, RIGHT, {});
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/v1/onboardings/${started.onboardingId}`);
    expect(await answer.json()).toEqual({ onboardingId: started.onboardingId });
    expect(await outcome(started)).toMatchObject({ outcome: 'registered' });
  });

  test.each(['', 'wait=', 'wait=-1', 'wait=x', 'respond-async', 'handling=lenient'])(
    'the preference %j asks for no waiting either',
    async (prefer) => {
      const answer = await submit(await scene.startAwaitingOtp(), RIGHT, { Prefer: prefer });
      expect(answer.status).toBe(202);
    },
  );
});

describe('with Prefer: wait', () => {
  test('200 tells what became of each code, and how many more may be wrong', async () => {
    const started = await scene.startAwaitingOtp();
    expect(await (await submit(started, WRONG)).json()).toEqual({ result: 'refused', attemptsLeft: 4 });
    expect(await (await submit(started, '111111')).json()).toEqual({ result: 'refused', attemptsLeft: 3 });
    const last = await submit(started, RIGHT);
    expect(last.status).toBe(200);
    expect(await last.json()).toEqual({ result: 'registered', attemptsLeft: 3 });
  });

  test('202 when it is not known within the second that was asked for; the code is tried all the same', async () => {
    const request = scene.onboardings.request();
    const started = await scene.startAwaitingOtp(request);
    slowRegistrations(request.mobileNumber, 2_500);
    expect((await submit(started, RIGHT, { Prefer: 'wait=1' })).status).toBe(202);
    expect(await outcome(started)).toMatchObject({ outcome: 'registered' });
    expect(registrationCalls(request.mobileNumber)).toBe(1);
  });

  test('a code that no worker takes in time is kept by signal before 202 is answered', async () => {
    const lonely = await GatewayScene.beside(scene, { ONBOARDING_TASK_QUEUE: 'nobody-works-here' });
    try {
      const started = await lonely.startOnboarding();
      const answer = await lonely.post(pathOf(started), { body: { otp: RIGHT }, headers: { Prefer: 'wait=1' } });
      expect(answer.status).toBe(202);
      const { workflowId = '' } = parseOnboardingId(started.onboardingId) ?? {};
      const handle = scene.onboardings.environment.client.workflow.getHandle(workflowId);
      const signals = await attributesOf(handle, 'workflowExecutionSignaledEventAttributes');
      expect(signals.map(({ signalName }) => signalName)).toEqual(['submitOtp']);
    } finally {
      await lonely.stopGateway();
    }
  });

  test('a stop of the gateway answers whoever waits with 202, and the code is not lost', async () => {
    const other = await GatewayScene.beside(scene, {});
    const request = scene.onboardings.request();
    const started = await other.startAwaitingOtp(request);
    slowRegistrations(request.mobileNumber, 2_000);
    const waiting = other.post(pathOf(started), { body: { otp: RIGHT }, headers: { Prefer: 'wait=60' } });
    await scene.onboardings.harness.simulators.iserveu.journal.waitFor(
      ({ operation, subject }) => operation === 'processCustomerRegistration' && subject === request.mobileNumber,
    );
    await other.stopGateway();
    expect((await waiting).status).toBe(202);
    expect(await outcome(started)).toMatchObject({ outcome: 'registered' });
    expect(registrationCalls(request.mobileNumber)).toBe(1);
  });
});

describe('a repetition', () => {
  test.each([
    [RIGHT, { result: 'registered', attemptsLeft: 5 }],
    [WRONG, { result: 'refused', attemptsLeft: 4 }],
  ])('of the code %s while it is being tried gets the same answer, and costs no second call', async (otp, expected) => {
    const request = scene.onboardings.request();
    const started = await scene.startAwaitingOtp(request);
    slowRegistrations(request.mobileNumber, 1_000);
    const answers = await Promise.all([submit(started, otp), submit(started, otp), submit(started, otp)]);
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual(expected);
    }
    expect(registrationCalls(request.mobileNumber)).toBe(1);
  });

  test('of a code that was refused is 422 otp-repeated also while another code is being tried', async () => {
    const request = scene.onboardings.request();
    const started = await scene.startAwaitingOtp(request);
    await submit(started, WRONG);
    slowRegistrations(request.mobileNumber, 2_000);
    const right = submit(started, RIGHT);
    await scene.onboardings.harness.simulators.iserveu.journal.waitFor(
      () => registrationCalls(request.mobileNumber) === 2,
    );
    const again = await submit(started, WRONG);
    expect(again.status).toBe(422);
    expect(await problemOf(again)).toMatchObject({ type: '/docs/errors/otp-repeated' });
    expect(await (await right).json()).toEqual({ result: 'registered', attemptsLeft: 4 });
  });

  test('of a code that waits in line while checking tells how many tries are left', async () => {
    const request = scene.onboardings.request();
    scene.onboardings.harness.simulators.iserveu.scriptFault({
      operation: 'getCustomer',
      mobileNumber: request.mobileNumber,
      fault: { kind: 'none', delayMs: 1_500 },
    });
    const started = await scene.startOnboarding(request);
    const answers = await Promise.all([submit(started, RIGHT), submit(started, RIGHT)]);
    for (const answer of answers) expect(await answer.json()).toEqual({ result: 'registered', attemptsLeft: 5 });
    expect(registrationCalls(request.mobileNumber)).toBe(1);
  });

  test('of the code being tried is 202 where its fate is not known in time', async () => {
    const request = scene.onboardings.request();
    const started = await scene.startAwaitingOtp(request);
    slowRegistrations(request.mobileNumber, 3_000);
    const first = submit(started, RIGHT);
    await scene.onboardings.harness.simulators.iserveu.journal.waitFor(
      ({ operation, subject }) => operation === 'processCustomerRegistration' && subject === request.mobileNumber,
    );
    expect((await submit(started, RIGHT, { Prefer: 'wait=1' })).status).toBe(202);
    expect(await (await first).json()).toEqual({ result: 'registered', attemptsLeft: 5 });
  });

  test('of a code that was refused is 422 otp-repeated and costs no attempt', async () => {
    const request = scene.onboardings.request();
    const started = await scene.startAwaitingOtp(request);
    await submit(started, WRONG);
    const again = await submit(started, WRONG);
    expect(again.status).toBe(422);
    expect(await problemOf(again)).toMatchObject({ type: '/docs/errors/otp-repeated' });
    expect(registrationCalls(request.mobileNumber)).toBe(1);
  });

  test('with the same Idempotency-Key gets the first answer, also when that is long known', async () => {
    const request = scene.onboardings.request();
    const started = await scene.startAwaitingOtp(request);
    const headers = { ...WAIT, 'Idempotency-Key': crypto.randomUUID() };
    const [one, two] = await Promise.all([submit(started, WRONG, headers), submit(started, WRONG, headers)]);
    const three = await submit(started, WRONG, headers);
    for (const answer of [one, two, three]) expect(await answer.json()).toEqual({ result: 'refused', attemptsLeft: 4 });
    expect(registrationCalls(request.mobileNumber)).toBe(1);
  });
});

describe('the update id', () => {
  const updateIds = async (started: Started) => {
    const { workflowId = '' } = parseOnboardingId(started.onboardingId) ?? {};
    const handle = scene.onboardings.environment.client.workflow.getHandle(workflowId);
    const accepted = await attributesOf(handle, 'workflowExecutionUpdateAcceptedEventAttributes');
    return accepted.map(({ acceptedRequest }) => acceptedRequest?.meta?.updateId ?? '');
  };

  test('is the Idempotency-Key, or else random', async () => {
    const started = await scene.startAwaitingOtp();
    const key = crypto.randomUUID();
    await submit(started, WRONG, { ...WAIT, 'Idempotency-Key': key });
    await submit(started, '222222');
    const [first, second] = await updateIds(started);
    expect(first).toBe(key);
    expect(second).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each([`try-${RIGHT}-1`, RIGHT, 'customer-9876543210'])(
    'never holds the code or a mobile number: the key %s is refused with 400',
    async (key) => {
      const started = await scene.startAwaitingOtp();
      const refused = await submit(started, RIGHT, { ...WAIT, 'Idempotency-Key': key });
      expect(refused.status).toBe(400);
      expect(await problemOf(refused)).toMatchObject({ problems: [{ field: 'Idempotency-Key' }] });
      expect(await updateIds(started)).toEqual([]);
    },
  );

  test('may be a UUID that holds the digits of the code by chance', async () => {
    const started = await scene.startAwaitingOtp();
    const headers = { ...WAIT, 'Idempotency-Key': `1${RIGHT}a-0c7e-4b3a-9d52-6f8e1c2b3a4d` };
    expect(await (await submit(started, RIGHT, headers)).json()).toMatchObject({ result: 'registered' });
  });
});

describe('what is not taken', () => {
  test.each(['12345', '1234567', '123', '12345678901', ' 123456', '12345x', '१२३४५६', ''])(
    'the code %j of another form than the policy says is 422 otp-malformed',
    async (otp) => {
      const refused = await submit(await scene.startAwaitingOtp(), otp);
      expect(refused.status).toBe(422);
      expect(await problemOf(refused)).toMatchObject({ type: '/docs/errors/otp-malformed' });
    },
  );

  test.each([123456, null, ['123456'], undefined])('the code %j is no text at all: 400', async (otp) => {
    const refused = await submit(await scene.startAwaitingOtp(), otp);
    expect(refused.status).toBe(400);
    expect(await problemOf(refused)).toMatchObject({ problems: [{ field: 'otp' }] });
  });

  test('a code with other fields beside it is 400, not a malformed code', async () => {
    const started = await scene.startAwaitingOtp();
    const refused = await scene.post(pathOf(started), { body: { otp: RIGHT, mobileNumber: '9876543210' } });
    expect(refused.status).toBe(400);
  });

  test('a code for a workflow that is no onboarding is 404, by bare id and with its run; no signal reaches it', async () => {
    const { workflow } = scene.onboardings.environment.client;
    const handle = await workflow.start('billing', { workflowId: crypto.randomUUID(), taskQueue: 'nobody' });
    for (const id of [handle.workflowId, `${handle.workflowId}.${handle.firstExecutionRunId}`]) {
      for (const headers of [{}, { Prefer: 'wait=1' }]) {
        const refused = await scene.post(`/v1/onboardings/${id}/otp`, { body: { otp: RIGHT }, headers });
        expect(refused.status).toBe(404);
      }
    }
    expect(await attributesOf(handle, 'workflowExecutionSignaledEventAttributes')).toEqual([]);
  });

  test('a code for an onboarding that has ended is 409 onboarding-closed, by signal and by update', async () => {
    const started = await scene.startAwaitingOtp();
    await scene.finish(started);
    for (const headers of [{}, WAIT]) {
      const refused = await submit(started, '333333', headers);
      expect(refused.status).toBe(409);
      expect(await problemOf(refused)).toMatchObject({ type: '/docs/errors/onboarding-closed' });
    }
  });

  test('a code while the profile is fetched is 409 otp-not-awaited', async () => {
    const clientCode = 'SLOW1';
    scene.onboardings.harness.simulators.iifl.scriptFault({
      clientCode,
      fault: { kind: 'none', delayMs: 5_000 },
      times: 1,
    });
    const started = await scene.startAwaitingOtp({ clientCode });
    expect(await (await submit(started, RIGHT)).json()).toMatchObject({ result: 'registered' });
    const refused = await submit(started, '444444');
    expect(refused.status).toBe(409);
    expect(await problemOf(refused)).toMatchObject({ type: '/docs/errors/otp-not-awaited' });
  });

  test('a code that was never tried since the onboarding was cancelled is 409 onboarding-closed', async () => {
    const request = scene.onboardings.request();
    scene.onboardings.harness.simulators.iserveu.scriptFault({
      operation: 'getCustomer',
      mobileNumber: request.mobileNumber,
      fault: { kind: 'status', status: 401 },
      times: 'always',
    });
    const started = await scene.startOnboarding(request);
    const { workflowId = '' } = parseOnboardingId(started.onboardingId) ?? {};
    await scene.onboardings.until(workflowId, ({ attention }) => attention !== undefined);
    const waiting = submit(started, RIGHT);
    const handle = scene.onboardings.environment.client.workflow.getHandle(workflowId);
    await vi.waitFor(
      async () => {
        expect(await attributesOf(handle, 'workflowExecutionUpdateAcceptedEventAttributes')).toHaveLength(1);
      },
      { timeout: 10_000, interval: 50 },
    );
    await scene.post(`/v1/onboardings/${started.onboardingId}/cancel`);
    const refused = await waiting;
    expect(refused.status).toBe(409);
    expect(await problemOf(refused)).toMatchObject({ type: '/docs/errors/onboarding-closed' });
  });
});
