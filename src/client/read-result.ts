import type { OnboardingResult } from '../contract/result.js';
import { OnboardingStillOpen } from './errors.js';
import { fromTemporalError, isDeadlineOver } from './temporal-errors.js';
import { isOpen, type OnboardingRun, type TemporalCalls } from './temporal-calls.js';

export interface ResultOptions {
  /** How long to wait for the end, in ms; 0 looks once. @default as long as it takes */
  waitMs?: number;
  /** Ends the waiting early, as the time does. */
  signal?: AbortSignal;
}

/** Waits for the end and gives its result; see `OnboardingClient.result`. */
export async function readResult(
  calls: TemporalCalls,
  { onboardingId, runId: wantedRunId }: OnboardingRun,
  { waitMs = Infinity, signal }: ResultOptions,
): Promise<OnboardingResult> {
  const described = await calls.describe({ onboardingId, runId: wantedRunId });
  const run = { onboardingId, runId: described.runId };
  if (!isOpen(described)) return await calls.call(run, () => resultOf(calls, run));
  if (waitMs <= 0 || signal?.aborted === true) throw new OnboardingStillOpen(onboardingId);
  try {
    return await calls.untilAborted(signal, () =>
      waitMs === Infinity ? resultOf(calls, run) : calls.within(waitMs, () => resultOf(calls, run)),
    );
  } catch (error) {
    if (isDeadlineOver(error)) throw new OnboardingStillOpen(onboardingId, { cause: error });
    throw fromTemporalError(error, onboardingId);
  }
}

async function resultOf(calls: TemporalCalls, run: OnboardingRun): Promise<OnboardingResult> {
  return (await calls.handle(run).result()) as OnboardingResult;
}
