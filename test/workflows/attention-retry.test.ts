import { expect, test } from 'vitest';
import { attentionEvery, longest } from '../support/attention-every.js';
import { failed, httpStatus, SERVER_ISSUE, tooManyRequests } from '../support/iserveu-faults.js';
import type { Onboarding } from '../support/onboarding.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { startedAtMs } from '../support/moments.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use();

async function sinceMs(onboarding: Onboarding): Promise<number> {
  const { attention } = await onboarding.until((status) => status.attention !== undefined);
  return Date.parse(attention?.since ?? '');
}

test.each([
  ['an unknown agent, the default of 15 min', failed('-1', 'User not onboarded'), {}, 900_000],
  ['401, attentionRetryMs 5 s', httpStatus(401), attentionEvery(5_000), 5_000],
  ['an outage, attentionRetryMs 60 s', SERVER_ISSUE, { ...attentionEvery(60_000), attentionAfterMs: 1 }, 60_000],
])('%s: not tried before, tried once after, with a jitter of at most a tenth', async (_, fault, policy, retryMs) => {
  const customer = suite.newCustomer().meets('getCustomer', fault, 'always');
  const onboarding = await customer.onboard({}, policy);
  const raisedMs = await sinceMs(onboarding);
  const { attention } = await onboarding.status();
  expect(plannedMs(attention) - raisedMs).toBeGreaterThanOrEqual(retryMs);
  expect(plannedMs(attention) - raisedMs).toBeLessThanOrEqual(longest(retryMs));
  const triesBefore = customer.count('getCustomer');

  await suite.sleepUntil(raisedMs + retryMs - 1_000);
  expect(customer.count('getCustomer')).toBe(triesBefore);
  await suite.sleepUntil(plannedMs(attention) + 1_000);
  await onboarding.until((status) => status.attention?.nextTryAt !== attention?.nextTryAt);
  expect(customer.count('getCustomer')).toBe(triesBefore + 1);
});

test('further tries of the step keep since, and the next try is planned from each', async () => {
  const customer = suite.newCustomer().meets('getCustomer', httpStatus(403), 'always');
  const onboarding = await customer.onboard({}, attentionEvery(60_000));
  const raisedMs = await sinceMs(onboarding);
  await suite.sleepUntil(raisedMs + longest(60_000) + 1_000);
  const { attention } = await onboarding.until(({ attention }) => plannedMs(attention) > raisedMs + longest(60_000));
  expect(Date.parse(attention?.since ?? '')).toBe(raisedMs);
  expect(plannedMs(attention) - raisedMs).toBeGreaterThanOrEqual(120_000);
  expect(plannedMs(attention) - raisedMs).toBeLessThanOrEqual(longest(120_000) + 2_000);
});

test('another reason in the same step replaces the reason and keeps since', async () => {
  const customer = suite
    .newCustomer()
    .meets('getCustomer', httpStatus(403))
    .meets('getCustomer', failed('-1', 'User not onboarded'));
  const onboarding = await customer.onboard();
  const raisedMs = await sinceMs(onboarding);
  await onboarding.retryNow();
  const { attention } = await onboarding.untilAttention('iserveu-agent');
  expect(Date.parse(attention?.since ?? '')).toBe(raisedMs);
});

test('retryNow: tried at once, and once only for each signal', async () => {
  const customer = suite.newCustomer().meets('getCustomer', httpStatus(401), 'always');
  const onboarding = await customer.onboard();
  const raisedMs = await sinceMs(onboarding);
  await onboarding.retryNow();
  await customer.untilCalled('getCustomer', 2);
  const { attention } = await onboarding.untilAttention('iserveu-access');
  expect(Date.parse(attention?.since ?? '')).toBe(raisedMs);
  expect(customer.count('getCustomer')).toBe(2);
  await suite.sleepUntil(raisedMs + 890_000);
  expect(customer.count('getCustomer')).toBe(2);
});

test('retryNow during a try counts for the wait after it', async () => {
  const customer = suite
    .newCustomer()
    .meets('getCustomer', httpStatus(401))
    .meets('getCustomer', { kind: 'status', status: 401, delayMs: 1_000 });
  const onboarding = await customer.onboard();
  await onboarding.untilAttention('iserveu-access');
  await onboarding.retryNow();
  await customer.untilCalled('getCustomer', 2);
  const askedMs = await suite.now();
  await onboarding.retryNow();
  await onboarding.untilStage('awaitingOtp');
  expect(customer.count('getCustomer')).toBe(3);
  // By itself the third try would come 15 minutes after the second.
  expect((await suite.now()) - askedMs).toBeLessThan(60_000);
});

test('retryNow waits for no Retry-After either', async () => {
  const customer = suite.newCustomer().is('verified').meets('getCustomer', tooManyRequests(200));
  const onboarding = await customer.onboard({}, { attentionAfterMs: 1_000 });
  await onboarding.untilAttention('iserveu-unavailable');
  await onboarding.retryNow();
  await onboarding.untilStage('closed');
  expect(customer.count('getCustomer')).toBe(2);
});

test('retryNow without attention: no call, nothing in the timeline', async () => {
  const customer = suite.newCustomer();
  const onboarding = await customer.onboard();
  await onboarding.untilStage('awaitingOtp');
  await onboarding.retryNow();
  await onboarding.submit(RIGHT_OTP);
  expect((await onboarding.result()).outcome).toBe('registered');
  expect(customer.count('getCustomer')).toBe(1);
  expect((await onboarding.status()).timeline.map(({ event }) => event)).not.toContain('retryRequested');
});

test('retryNow before the attention does not shorten it', async () => {
  const customer = suite.newCustomer().meets('getCustomer', httpStatus(503), 'always');
  const onboarding = await customer.onboard();
  const startedMs = await startedAtMs(onboarding);
  await onboarding.retryNow();
  await suite.sleepUntil(startedMs + 121_000);
  await onboarding.untilAttention('iserveu-unavailable');
  const tries = customer.count('getCustomer');
  await suite.sleepUntil(startedMs + 1_000_000);
  expect(customer.count('getCustomer')).toBe(tries);
});

test('the attention is raised while the step waits and cleared when it passes', async () => {
  const customer = suite.newCustomer().meets('getCustomer', httpStatus(401));
  const onboarding = await customer.onboard();
  await onboarding.untilAttention('iserveu-access');
  await onboarding.retryNow();
  const { attention, timeline } = await onboarding.untilStage('awaitingOtp');
  expect(attention).toBeUndefined();
  expect(timeline.map(({ event }) => event)).toEqual([
    'started',
    'attentionRaised',
    'retryRequested',
    'attentionCleared',
    'customerNotRegistered',
    'otpAwaited',
  ]);
});

function plannedMs(attention: { nextTryAt?: string } | undefined): number {
  return Date.parse(attention?.nextTryAt ?? '');
}
