import { ApplicationFailure, cancellationSignal, Context, heartbeat, log } from '@temporalio/activity';
import { FailureType } from '../contract/names.js';
import { planRetry } from '../contract/retry-plan.js';
import { isFault, type Fault, type FaultKind } from '../providers/http/fault.js';
import { attemptClock } from './attempt-clock.js';
import type { FaultReport, ReadPatience } from './onboarding-activities.js';

/** The failure type of each kind of fault. */
const FAILURE_TYPES: Readonly<Record<FaultKind, FailureType>> = {
  unavailable: FailureType.ProviderUnavailable,
  notProcessed: FailureType.ProviderUnavailable,
  throttled: FailureType.ProviderThrottled,
  accessDenied: FailureType.ProviderAccessDenied,
  contractBroken: FailureType.ProviderContractBroken,
  unconfirmed: FailureType.RegistrationUnconfirmed,
};

const RETRYABLE: ReadonlySet<FaultKind> = new Set(['unavailable', 'throttled']);

type Call<Outcome> = (signal: AbortSignal) => Promise<Outcome>;
type Answer<Outcome extends { kind: string }> = Exclude<Outcome, Fault>;

/**
 * Makes one attempt of a read and, where it was faulty, says by its failure whether the activity's policy tries again:
 * while `patience` lasts, at the waits of {@link planRetry}. The times that patience counts from travel to the next
 * attempt as heartbeat details, since the server tells only when the activity was scheduled, which counts the time
 * without a worker.
 */
export async function attemptRead<Outcome extends { kind: string }>(
  operation: string,
  patience: ReadPatience,
  call: Call<Outcome>,
): Promise<Answer<Outcome>> {
  const clock = attemptClock();
  const outcome = await guarded(call);
  if (!isFault(outcome)) return outcome as Answer<Outcome>;

  const nowMs = clock.nowMs();
  const { firstStartedAtMs } = clock;
  const firstFaultAtMs = patience.firstFaultAtMs ?? clock.firstFaultAtMs ?? nowMs;
  const endsAtMs = Math.min(firstStartedAtMs + patience.retryForMs, firstFaultAtMs + patience.giveUpAfterMs);
  const { retryAfterMs } = outcome;
  const tries = Context.current().info.attempt;
  const situation = { tries, nowMs, firstStartedAtMs, windowMs: endsAtMs - firstStartedAtMs, retryAfterMs };
  const delayMs = RETRYABLE.has(outcome.kind) ? planRetry({ ...situation, random: Math.random() }) : undefined;
  if (delayMs !== undefined) heartbeat(clock.memory(delayMs));
  throw providerFailure(operation, outcome, { nowMs, firstStartedAtMs, firstFaultAtMs }, delayMs);
}

/** Makes the one attempt of a call that must not be repeated blindly; any fault ends the activity. */
export async function attemptOnce<Outcome extends { kind: string }>(
  operation: string,
  call: Call<Outcome>,
): Promise<Answer<Outcome>> {
  const clock = attemptClock();
  const outcome = wasAttempted()
    ? ({ kind: 'unconfirmed', cause: 'an earlier attempt may have reached the provider' } satisfies Fault)
    : await guarded(call);
  if (!isFault(outcome)) return outcome as Answer<Outcome>;
  const nowMs = clock.nowMs();
  throw providerFailure(operation, outcome, {
    nowMs,
    firstStartedAtMs: clock.firstStartedAtMs,
    firstFaultAtMs: nowMs,
  });
}

/** An operator needs longer to reset a running activity; the SDK's test server reads its clock anew for each time. */
const SAME_TIME_MS = 100;

/**
 * An operator can loosen the retry policy of a running activity, or reset it, which makes its next attempt the first
 * one again but leaves the time when it was scheduled.
 */
function wasAttempted(): boolean {
  const { attempt, scheduledTimestampMs, currentAttemptScheduledTimestampMs } = Context.current().info;
  return attempt > 1 || currentAttemptScheduledTimestampMs - scheduledTimestampMs > SAME_TIME_MS;
}

interface FaultTimes {
  nowMs: number;
  firstStartedAtMs: number;
  firstFaultAtMs: number;
}

/** A fault as the failure of an activity. `delayMs` absent: the activity's policy does not try again. */
function providerFailure(operation: string, fault: Fault, times: FaultTimes, delayMs?: number): ApplicationFailure {
  const { kind, cause, retryAfterMs } = fault;
  const report: FaultReport = {
    firstStartedAgoMs: times.nowMs - times.firstStartedAtMs,
    firstFaultAgoMs: times.nowMs - times.firstFaultAtMs,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
  return ApplicationFailure.create({
    type: FAILURE_TYPES[kind],
    message: `${operation}: ${cause}`,
    nonRetryable: delayMs === undefined,
    details: [report],
    ...(delayMs !== undefined && { nextRetryDelay: delayMs }),
  });
}

/** A mistake of our own becomes a fault for a person; its message may hold data, so only its name is logged. */
async function guarded<Outcome>(call: Call<Outcome>): Promise<Outcome | Fault> {
  try {
    return await call(cancellationSignal());
  } catch (error) {
    if (error instanceof ApplicationFailure) throw error;
    const name = error instanceof Error ? error.name : typeof error;
    log.error('provider call failed by a mistake of ours', { errorName: name });
    return { kind: 'contractBroken', cause: `internal mistake (${name})` };
  }
}
