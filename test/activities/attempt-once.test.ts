import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { attemptOnce } from '../../src/activities/attempt.js';
import type { Fault } from '../../src/providers/http/fault.js';

type Info = NonNullable<ConstructorParameters<typeof MockActivityEnvironment>[0]>;
const SCHEDULED_AT_MS = Date.now();
const FIRST_ATTEMPT: Info = {
  attempt: 1,
  scheduledTimestampMs: SCHEDULED_AT_MS,
  currentAttemptScheduledTimestampMs: SCHEDULED_AT_MS,
};
const REGISTERED = { kind: 'registered' } as const;

async function failureOf(info: Info, call: () => Promise<Fault | typeof REGISTERED>): Promise<ApplicationFailure> {
  const failure = await new MockActivityEnvironment(info)
    .run(() => attemptOnce('process-customer-registration', call))
    .catch((error: unknown) => error);
  if (failure instanceof ApplicationFailure) return failure;
  throw new Error('The attempt did not fail with an ApplicationFailure.');
}

test('an answer is passed on', async () => {
  const environment = new MockActivityEnvironment(FIRST_ATTEMPT);
  const answer = environment.run(() => attemptOnce('x', () => Promise.resolve(REGISTERED)));
  expect(await answer).toEqual(REGISTERED);
});

test.each([
  ['notProcessed', 'ProviderUnavailable'],
  ['throttled', 'ProviderThrottled'],
  ['accessDenied', 'ProviderAccessDenied'],
  ['contractBroken', 'ProviderContractBroken'],
  ['unconfirmed', 'RegistrationUnconfirmed'],
] as const)('%s fails as %s and is not repeated by the policy', async (kind, type) => {
  const fault: Fault = { kind, cause: 'HTTP 599', retryAfterMs: 5_000 };
  const failure = await failureOf(FIRST_ATTEMPT, () => Promise.resolve(fault));
  expect(failure.type).toBe(type);
  expect(failure.nonRetryable).toBe(true);
  expect(failure.nextRetryDelay).toBeUndefined();
  expect(failure.details?.[0]).toMatchObject({ retryAfterMs: 5_000 });
});

test.each<[string, Info]>([
  ['a second attempt, whoever asked for it', { attempt: 2 }],
  [
    'a first attempt again, after a reset of the activity',
    { currentAttemptScheduledTimestampMs: SCHEDULED_AT_MS + 500 },
  ],
])('%s: no call, RegistrationUnconfirmed', async (_attempt, info) => {
  let calls = 0;
  const failure = await failureOf({ ...FIRST_ATTEMPT, ...info }, () => {
    calls += 1;
    return Promise.resolve(REGISTERED);
  });
  expect(failure.type).toBe('RegistrationUnconfirmed');
  expect(calls).toBe(0);
});

test("the two times of one attempt may differ by the server's reading its clock twice", async () => {
  const info = { ...FIRST_ATTEMPT, currentAttemptScheduledTimestampMs: SCHEDULED_AT_MS + 2 };
  const answer = new MockActivityEnvironment(info).run(() => attemptOnce('x', () => Promise.resolve(REGISTERED)));
  expect(await answer).toEqual(REGISTERED);
});
