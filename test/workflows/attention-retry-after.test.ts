import { expect, test } from 'vitest';
import { attentionEvery, longest } from '../support/attention-every.js';
import { httpStatus, tooManyRequests } from '../support/iserveu-faults.js';
import { startedAtMs } from '../support/moments.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use();

test.each([
  ['429 with Retry-After 40', tooManyRequests(40), {}, 40_000],
  ['503 with Retry-After 40', httpStatus(503, { 'retry-after': '40' }), {}, 40_000],
  ['429 with Retry-After 3600', tooManyRequests(3_600), { attentionAfterMs: 3_600_000 }, 300_000],
])('%s: tried again after its pause, at most 5 minutes', async (_answer, fault, policy, pauseMs) => {
  const customer = suite.newCustomer().meets('getCustomer', fault);
  const onboarding = await customer.onboard({}, policy);
  const startedMs = await startedAtMs(onboarding);
  await customer.untilCalled('getCustomer');
  await suite.sleepUntil(startedMs + pauseMs - 1_000);
  expect(customer.count('getCustomer')).toBe(1);
  await suite.sleepUntil(startedMs + longest(pauseMs) + 1_000);
  await onboarding.untilStage('awaitingOtp');
  expect(customer.count('getCustomer')).toBe(2);
});

test.each([
  ['Retry-After 200 and attentionRetryMs 100 s: the next try after 200 s', 200, 100_000, 200_000],
  ['Retry-After 200 and attentionRetryMs 250 s: the next try after 250 s', 200, 250_000, 250_000],
  ['Retry-After 900 and attentionRetryMs 100 s: the next try after 300 s', 900, 100_000, 300_000],
])('attention, %s', async (_rule, retryAfterSeconds, attentionRetryMs, nextTryAfterMs) => {
  const customer = suite.newCustomer().meets('getCustomer', tooManyRequests(retryAfterSeconds));
  const onboarding = await customer.onboard({}, { ...attentionEvery(attentionRetryMs), attentionAfterMs: 10_000 });
  const { attention } = await onboarding.untilAttention('iserveu-unavailable');
  const raisedMs = Date.parse(attention?.since ?? '');
  const waitMs = Date.parse(attention?.nextTryAt ?? '') - raisedMs;
  expect(waitMs).toBeGreaterThanOrEqual(nextTryAfterMs);
  expect(waitMs).toBeLessThanOrEqual(longest(nextTryAfterMs));
  await suite.sleepUntil(raisedMs + nextTryAfterMs - 1_000);
  expect(customer.count('getCustomer')).toBe(1);
  await suite.sleepUntil(raisedMs + waitMs + 1_000);
  await onboarding.untilStage('awaitingOtp');
  expect(customer.count('getCustomer')).toBe(2);
});
