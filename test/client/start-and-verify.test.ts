import { afterAll, beforeAll, expect, test } from 'vitest';
import { InvalidRequest, OnboardingNotFound } from '../../src/client/errors.js';
import type { OnboardingRequest } from '../../src/contract/request.js';
import { RealOnboardings } from './real-onboardings.js';

let onboardings: RealOnboardings;
beforeAll(async () => {
  onboardings = await RealOnboardings.start();
});
afterAll(async () => {
  await onboardings.stop();
});

const registrationCalls = (mobileNumber: string) =>
  onboardings.harness.simulators.iserveu.journal.of('processCustomerRegistration', mobileNumber).length;

test('a started onboarding ends as registered once the code is submitted', async () => {
  const { client } = onboardings;
  const { workflowId, started } = await client.start(onboardings.request());
  expect(started).toBe(true);
  await client.submitOtp(workflowId, '123456');
  const { outcome, record } = await client.result(workflowId);
  expect(outcome).toBe('registered');
  expect(record).toMatchObject({ name: 'Asha Rao', enrichment: 'notRequested' });
});

test('the id is the one that idOf works out', async () => {
  const request = onboardings.request();
  const { workflowId } = await onboardings.client.start(request);
  expect(workflowId).toBe(onboardings.client.idOf(request.mobileNumber));
});

test('a second start joins the open onboarding and says so; after its end a new one starts', async () => {
  const { client } = onboardings;
  const request = onboardings.request();
  const first = await client.start(request);
  expect(await client.start({ ...request, name: 'Another Name' })).toEqual({ ...first, started: false });

  await client.submitOtp(first.workflowId, '123456');
  expect((await client.result(first.workflowId)).record?.name).toBe('Asha Rao');
  const next = await client.start(request);
  expect(next.started).toBe(true);
  expect(next.runId).not.toBe(first.runId);
  expect((await client.result(first.workflowId)).outcome).toBe('alreadyRegistered');
  expect((await client.result(first.workflowId, { runId: first.runId })).outcome).toBe('registered');
});

test('twenty starts at a time make one onboarding', async () => {
  const request = onboardings.request();
  const all = await Promise.all(Array.from({ length: 20 }, () => onboardings.client.start(request)));
  expect(new Set(all.map(({ runId }) => runId)).size).toBe(1);
  expect(all.filter(({ started }) => started)).toHaveLength(1);
});

test('an invalid request is refused with every problem, and nothing is started', async () => {
  const { client } = onboardings;
  const request = onboardings.request({ publicIP: 'nowhere', policy: { otpLength: 3 } });
  const error: unknown = await client.start(request).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(InvalidRequest);
  expect((error as InvalidRequest).problems.map(({ field }) => field)).toEqual(['publicIP', 'policy.otpLength']);
  await expect(client.status(client.idOf(request.mobileNumber))).rejects.toThrow(OnboardingNotFound);
});

test.each([null, undefined, 'text', []])('%j is refused as a request, not with a crash', async (value) => {
  await expect(onboardings.client.start(value as unknown as OnboardingRequest)).rejects.toThrow(InvalidRequest);
});

test('policy defaults lie under the policy of the request', async () => {
  const client = onboardings.clientWith({ policyDefaults: { otpMaxAttempts: 2, otpLength: 4 } });
  const { workflowId } = await client.start(onboardings.request({ policy: { otpLength: 8 } }));
  const { otp } = await onboardings.until(workflowId, ({ stage }) => stage === 'awaitingOtp');
  expect(otp?.attemptsLeft).toBe(2);
  await expect(client.verifyOtp(workflowId, '1234')).rejects.toMatchObject({ problem: 'malformed' });
  expect(await client.verifyOtp(workflowId, '12345678')).toEqual({ result: 'refused', attemptsLeft: 1 });
});

test('verifyOtp tells what became of each code', async () => {
  const { client } = onboardings;
  const id = await onboardings.startAwaitingOtp();
  expect(await client.verifyOtp(id, '000000')).toEqual({ result: 'refused', attemptsLeft: 4 });
  await expect(client.verifyOtp(id, '000000')).rejects.toMatchObject({ type: 'OtpNotAccepted', problem: 'repeated' });
  await expect(client.verifyOtp(id, '12345')).rejects.toMatchObject({ type: 'OtpNotAccepted', problem: 'malformed' });
  expect(await client.verifyOtp(id, '123456')).toEqual({ result: 'registered', attemptsLeft: 4 });
});

test.each(['123', '12345678901', '12345a', ' 123456', '१२३४५६', ''])(
  'the code %j is refused before anything is sent',
  async (otp) => {
    // Nothing answers for this id, so an error of the server would be another one.
    const refused = { type: 'OtpNotAccepted', problem: 'malformed' };
    await expect(onboardings.client.submitOtp('onboarding-nobody', otp)).rejects.toMatchObject(refused);
    await expect(onboardings.client.verifyOtp('onboarding-nobody', otp)).rejects.toMatchObject(refused);
  },
);

test('the same updateId gives the first answer again and makes no second call', async () => {
  const { client } = onboardings;
  const request = onboardings.request();
  const { workflowId } = await client.start(request);
  await onboardings.until(workflowId, ({ stage }) => stage === 'awaitingOtp');
  const twice = await Promise.all([
    client.verifyOtp(workflowId, '000000', { updateId: 'one' }),
    client.verifyOtp(workflowId, '000000', { updateId: 'one' }),
  ]);
  expect(twice).toEqual([
    { result: 'refused', attemptsLeft: 4 },
    { result: 'refused', attemptsLeft: 4 },
  ]);
  expect(registrationCalls(request.mobileNumber)).toBe(1);
});

test('verifyOtp without a worker ends at its deadline with the update id to go on with', async () => {
  const client = onboardings.clientWith({ taskQueue: 'nobody-works-here' });
  const { workflowId } = await client.start(onboardings.request());
  const error: unknown = await client
    .verifyOtp(workflowId, '123456', { deadlineMs: 300, updateId: 'mine' })
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ type: 'VerificationTimedOut', updateId: 'mine', workflowId });
});

test('a client without a key cannot start', async () => {
  const { client } = onboardings.environment;
  const { OnboardingClient } = await import('../../src/client/onboarding-client.js');
  await expect(new OnboardingClient(client).start(onboardings.request())).rejects.toThrow('customerIdKey');
});
