import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { attemptOnce, type CallOutcome } from '../../src/activities/attempt.js';
import type { ProviderFault } from '../../src/activities/provider-failure.js';

async function failureOf(attempt: number, call: () => Promise<CallOutcome<string>>): Promise<ApplicationFailure> {
  const failure = await new MockActivityEnvironment({ attempt })
    .run(() => attemptOnce('process-customer-registration', call))
    .catch((error: unknown) => error);
  if (failure instanceof ApplicationFailure) return failure;
  throw new Error('The attempt did not fail with an ApplicationFailure.');
}

test('an answer is passed on', async () => {
  const answer = new MockActivityEnvironment().run(() => attemptOnce('x', () => Promise.resolve({ answer: 'yes' })));
  expect(await answer).toBe('yes');
});

test.each([
  ['notProcessed', 'ProviderUnavailable'],
  ['throttled', 'ProviderThrottled'],
  ['accessDenied', 'ProviderAccessDenied'],
  ['contractBroken', 'ProviderContractBroken'],
  ['unconfirmed', 'RegistrationUnconfirmed'],
] as const)('%s fails as %s and is not repeated by the policy', async (kind, type) => {
  const fault: ProviderFault = { kind, cause: 'HTTP 599', retryAfterMs: 5_000 };
  const failure = await failureOf(1, () => Promise.resolve({ fault }));
  expect(failure.type).toBe(type);
  expect(failure.nonRetryable).toBe(true);
  expect(failure.nextRetryDelay).toBeUndefined();
  expect(failure.details?.[0]).toMatchObject({ retryAfterMs: 5_000 });
});

test('a second attempt, whoever asked for it: no call, RegistrationUnconfirmed', async () => {
  let calls = 0;
  const failure = await failureOf(2, () => {
    calls += 1;
    return Promise.resolve({ answer: 'registered' });
  });
  expect(failure.type).toBe('RegistrationUnconfirmed');
  expect(calls).toBe(0);
});
