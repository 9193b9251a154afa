import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { attemptRead } from '../../src/activities/attempt.js';
import type { FaultReport } from '../../src/activities/onboarding-activities.js';
import type { Fault } from '../../src/providers/http/fault.js';
import { longest } from '../support/attention-every.js';

type Info = NonNullable<ConstructorParameters<typeof MockActivityEnvironment>[0]>;
const PATIENCE = { retryForMs: 120_000, giveUpAfterMs: 86_400_000 };
const UNAVAILABLE = { kind: 'unavailable', cause: 'HTTP 503' } as const;

interface Attempt {
  failure: ApplicationFailure;
  report: FaultReport;
  /** What the next attempt finds. */
  memory: unknown;
}

/** One attempt at a fault, on a server whose clock says what ours does. */
async function faultyAttempt(fault: Fault, patience = PATIENCE, info: Info = {}): Promise<Attempt> {
  const nowMs = Date.now();
  const environment = new MockActivityEnvironment({
    attempt: 1,
    scheduledTimestampMs: nowMs,
    currentAttemptScheduledTimestampMs: nowMs,
    ...info,
  });
  let memory: unknown;
  environment.on('heartbeat', (details: unknown) => (memory = details));
  const failure = await environment
    .run(() => attemptRead('get-customer', patience, () => Promise.resolve<Fault>(fault)))
    .catch((error: unknown) => error);
  if (!(failure instanceof ApplicationFailure)) throw new Error('The attempt did not fail with an ApplicationFailure.');
  return { failure, report: failure.details?.[0] as FaultReport, memory };
}

function expectWait({ nextRetryDelay }: ApplicationFailure, waitMs: number): void {
  expect(nextRetryDelay).toBeGreaterThanOrEqual(waitMs);
  expect(nextRetryDelay).toBeLessThanOrEqual(longest(waitMs));
}

test('an answer is passed on', async () => {
  const answer = new MockActivityEnvironment().run(() =>
    attemptRead('get-customer', PATIENCE, () => Promise.resolve({ kind: 'found' })),
  );
  expect(await answer).toEqual({ kind: 'found' });
});

test.each([
  ['unavailable', 'ProviderUnavailable', true],
  ['throttled', 'ProviderThrottled', true],
  ['accessDenied', 'ProviderAccessDenied', false],
  ['contractBroken', 'ProviderContractBroken', false],
] as const)('%s fails as %s; retried by the policy: %s', async (kind, type, isRetried) => {
  const { failure, memory } = await faultyAttempt({ kind, cause: 'HTTP 599' });
  expect(failure.type).toBe(type);
  expect(failure.message).toBe('get-customer: HTTP 599');
  expect(failure.nonRetryable).toBe(!isRetried);
  expect(memory !== undefined).toBe(isRetried);
});

test.each([
  [1, 1_000],
  [2, 2_000],
  [5, 16_000],
  [6, 30_000],
  [9, 30_000],
])('attempt %i: the next one after %i ms, or up to a tenth more', async (attempt, delayMs) => {
  const nowMs = Date.now();
  const heartbeatDetails = { firstStartedAtMs: nowMs, firstFaultAtMs: nowMs, nextStartAtMs: nowMs };
  const { failure } = await faultyAttempt(UNAVAILABLE, PATIENCE, { attempt, heartbeatDetails });
  expectWait(failure, delayMs);
});

test('Retry-After 40 s: the next attempt after 40 s, and the pause is reported', async () => {
  const { failure, report } = await faultyAttempt({ ...UNAVAILABLE, retryAfterMs: 40_000 });
  expectWait(failure, 40_000);
  expect(report.retryAfterMs).toBe(40_000);
});

test('Retry-After beyond the patience: no further attempt, and the pause is reported', async () => {
  const { failure, report } = await faultyAttempt({ ...UNAVAILABLE, retryAfterMs: 120_001 });
  expect(failure.nonRetryable).toBe(true);
  expect(report.retryAfterMs).toBe(120_001);
});

test('the last attempt starts at the end of the patience, counted from the first attempt', async () => {
  const nowMs = Date.now();
  const firstStartedAtMs = nowMs - 110_000;
  const { failure, report } = await faultyAttempt(UNAVAILABLE, PATIENCE, {
    attempt: 8,
    heartbeatDetails: { firstStartedAtMs, firstFaultAtMs: firstStartedAtMs + 5, nextStartAtMs: nowMs },
  });
  expect(failure.nextRetryDelay).toBeGreaterThan(9_000);
  expect(failure.nextRetryDelay).toBeLessThanOrEqual(10_000);
  expect(report.firstStartedAgoMs).toBeGreaterThanOrEqual(110_000);
  expect(report.firstStartedAgoMs).toBeLessThan(111_000);
  expect(report.firstStartedAgoMs - report.firstFaultAgoMs).toBe(5);
});

test.each([
  ['the patience is over', PATIENCE, 120_000],
  ['the give-up time is over', { ...PATIENCE, giveUpAfterMs: 5_000 }, 5_000],
  ['one attempt is all', { ...PATIENCE, retryForMs: 0 }, 0],
])('no further attempt where %s', async (_why, patience, sinceMs) => {
  const nowMs = Date.now();
  const { failure, memory } = await faultyAttempt(UNAVAILABLE, patience, {
    attempt: 4,
    heartbeatDetails: {
      firstStartedAtMs: nowMs - sinceMs,
      firstFaultAtMs: nowMs - sinceMs,
      nextStartAtMs: nowMs,
    },
  });
  expect(failure.nonRetryable).toBe(true);
  expect(memory).toBeUndefined();
});

test('the give-up time runs from the first fault of the step, where an earlier call had it', async () => {
  const firstFaultAtMs = Date.now() - 9_000;
  const patience = { ...PATIENCE, giveUpAfterMs: 9_500, firstFaultAtMs };
  const { failure, report } = await faultyAttempt(UNAVAILABLE, patience);
  expect(failure.nextRetryDelay).toBeLessThanOrEqual(500);
  expect(report.firstFaultAgoMs).toBeGreaterThanOrEqual(9_000);
  expect(report.firstFaultAgoMs).toBeLessThan(10_000);
});

test('what an attempt leaves behind is what the next one counts from', async () => {
  const first = await faultyAttempt(UNAVAILABLE);
  const second = await faultyAttempt(UNAVAILABLE, PATIENCE, { attempt: 2, heartbeatDetails: first.memory });
  const waitedMs = Number(first.failure.nextRetryDelay);
  expect(second.report.firstStartedAgoMs).toBeGreaterThanOrEqual(waitedMs);
  expect(second.report.firstFaultAgoMs).toBeGreaterThanOrEqual(waitedMs);
  expectWait(second.failure, 2_000);
});

test.each([
  ['lags an hour', 3_600_000],
  ['is an hour ahead', -3_600_000],
])("a worker's clock that %s does not count", async (_clock, serverAheadMs) => {
  const dueAtMs = Date.now() + serverAheadMs;
  const info = { scheduledTimestampMs: dueAtMs, currentAttemptScheduledTimestampMs: dueAtMs };
  const first = await faultyAttempt(UNAVAILABLE, PATIENCE, info);
  expect(first.report.firstStartedAgoMs).toBeLessThan(1_000);
  const { report } = await faultyAttempt(UNAVAILABLE, PATIENCE, {
    ...info,
    attempt: 2,
    currentAttemptScheduledTimestampMs: dueAtMs + Number(first.failure.nextRetryDelay),
    heartbeatDetails: first.memory,
  });
  expect(report.firstStartedAgoMs).toBeGreaterThanOrEqual(1_000);
  expect(report.firstStartedAgoMs).toBeLessThan(2_500);
});

test('the time that the first attempt waited for a worker does not count', async () => {
  const scheduledTimestampMs = Date.now();
  const first = await faultyAttempt(UNAVAILABLE, PATIENCE, { scheduledTimestampMs });
  const waitedMs = 3_600_000;
  const { report } = await faultyAttempt(UNAVAILABLE, PATIENCE, {
    attempt: 2,
    scheduledTimestampMs,
    currentAttemptScheduledTimestampMs: scheduledTimestampMs + waitedMs + Number(first.failure.nextRetryDelay),
    heartbeatDetails: first.memory,
  });
  expect(report.firstStartedAgoMs).toBeLessThan(2_500);
  expect(report.firstFaultAgoMs).toBeLessThan(2_500);
});

test('an attempt after one that was lost counts from when the activity was scheduled', async () => {
  const scheduledTimestampMs = Date.now() - 119_500;
  const { failure, report } = await faultyAttempt(UNAVAILABLE, PATIENCE, { attempt: 2, scheduledTimestampMs });
  expect(report.firstStartedAgoMs).toBeGreaterThanOrEqual(119_500);
  expect(failure.nextRetryDelay).toBeLessThanOrEqual(500);
});

test.each([[null], ['text'], [{ firstStartedAtMs: 'x' }], [{ firstStartedAtMs: 1 }]])(
  'heartbeat details of another form, %j, count for nothing',
  async (heartbeatDetails) => {
    const { report } = await faultyAttempt(UNAVAILABLE, PATIENCE, { heartbeatDetails });
    expect(report.firstStartedAgoMs).toBeLessThan(1_000);
  },
);

test('a mistake of ours is a fault for a person, without its message', async () => {
  const failure: unknown = await new MockActivityEnvironment()
    .run(() => attemptRead('get-customer', PATIENCE, () => Promise.reject(new TypeError('made-up 9876543210'))))
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({
    type: 'ProviderContractBroken',
    message: 'get-customer: internal mistake (TypeError)',
    nonRetryable: true,
  });
});

test('the call is told when the activity is cancelled', async () => {
  const environment = new MockActivityEnvironment();
  const call = environment.run(() =>
    attemptRead('get-customer', PATIENCE, async (signal) => {
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
        environment.cancel();
      });
      return { kind: `aborted: ${signal.aborted}` };
    }),
  );
  expect(await call).toEqual({ kind: 'aborted: true' });
});
