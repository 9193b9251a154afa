import { ApplicationFailure, cancellationSignal, Context, heartbeat, log } from '@temporalio/activity';
import { planRetry } from '../contract/retry-plan.js';
import { attemptClock, readMemory, type AttemptMemory } from './attempt-clock.js';
import type { ReadPatience } from './onboarding-activities.js';
import { providerFailure, type ProviderFault } from './provider-failure.js';

const RETRYABLE: ReadonlySet<ProviderFault['kind']> = new Set(['unavailable', 'throttled']);

/** Either an answer for the workflow, or a fault. */
export type CallOutcome<Answer> = { answer: Answer } | { fault: ProviderFault };

/** What one attempt of a read leaves to the next. */
interface ReadMemory extends AttemptMemory {
  firstFaultAtMs: number;
}

/**
 * Makes one attempt of a read and, where it was faulty, says by its failure whether the activity's policy tries again:
 * while `patience` lasts, at the pace of {@link planRetry}. The times that patience counts from travel to the next
 * attempt as heartbeat details, since the server tells only when the activity was scheduled, which counts the time
 * without a worker.
 */
export async function attemptRead<Answer>(
  operation: string,
  patience: ReadPatience,
  call: (signal: AbortSignal) => Promise<CallOutcome<Answer>>,
): Promise<Answer> {
  const earlier = readMemory<ReadMemory>(Context.current().info.heartbeatDetails, 'firstFaultAtMs');
  const clock = attemptClock(earlier);
  const outcome = await guarded(call);
  if ('answer' in outcome) return outcome.answer;

  const { fault } = outcome;
  const nowMs = clock.nowMs();
  const { firstStartedAtMs } = clock;
  const firstFaultAtMs = earlier?.firstFaultAtMs ?? patience.firstFaultAtMs ?? nowMs;
  const pause = fault.retryAfterMs !== undefined && { retryAfterMs: fault.retryAfterMs };
  const endsAtMs = Math.min(firstStartedAtMs + patience.retryForMs, firstFaultAtMs + patience.giveUpAfterMs);
  const delayMs = RETRYABLE.has(fault.kind)
    ? planRetry({
        tries: Context.current().info.attempt,
        nowMs,
        firstStartedAtMs,
        windowMs: endsAtMs - firstStartedAtMs,
        ...pause,
      })
    : undefined;
  if (delayMs !== undefined) {
    heartbeat({ firstStartedAtMs, firstFaultAtMs, nextStartAtMs: nowMs + delayMs } satisfies ReadMemory);
  }
  throw providerFailure(operation, fault, { firstStartedAtMs, firstFaultAtMs, ...pause }, delayMs);
}

/** Makes the one attempt of a call that must not be repeated blindly; any fault ends the activity. */
export async function attemptOnce<Answer>(
  operation: string,
  call: (signal: AbortSignal) => Promise<CallOutcome<Answer>>,
): Promise<Answer> {
  const clock = attemptClock();
  // Somebody may loosen the retry policy of a running activity; the call is still made once.
  const outcome: CallOutcome<Answer> =
    Context.current().info.attempt > 1
      ? { fault: { kind: 'unconfirmed', cause: 'an earlier attempt may have reached the provider' } }
      : await guarded(call);
  if ('answer' in outcome) return outcome.answer;
  const { fault } = outcome;
  throw providerFailure(operation, fault, {
    firstStartedAtMs: clock.firstStartedAtMs,
    firstFaultAtMs: clock.nowMs(),
    ...(fault.retryAfterMs !== undefined && { retryAfterMs: fault.retryAfterMs }),
  });
}

/** A mistake of our own becomes a fault for a person; its message may hold data, so only its name is logged. */
async function guarded<Answer>(
  call: (signal: AbortSignal) => Promise<CallOutcome<Answer>>,
): Promise<CallOutcome<Answer>> {
  try {
    return await call(cancellationSignal());
  } catch (error) {
    if (error instanceof ApplicationFailure) throw error;
    const name = error instanceof Error ? error.name : typeof error;
    log.error('provider call failed by a mistake of ours', { errorName: name });
    return { fault: { kind: 'contractBroken', cause: `internal mistake (${name})` } };
  }
}
