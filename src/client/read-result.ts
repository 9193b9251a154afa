import type { OnboardingResult } from '../contract/result.js';
import { OnboardingStillOpen } from './errors.js';
import { fromTemporalError, isDeadlineOver } from './temporal-errors.js';
import { isOpen, type OnboardingRun, type TemporalCalls } from './temporal-calls.js';

/** Waits for the end and gives its result; see `OnboardingClient.result`. */
export async function readResult(
  calls: TemporalCalls,
  { onboardingId, runId: wantedRunId }: OnboardingRun,
  waitMs: number,
): Promise<OnboardingResult> {
  const described = await calls.describe({ onboardingId, runId: wantedRunId });
  const run = { onboardingId, runId: described.runId };
  if (!isOpen(described)) return await calls.call(run, () => resultOf(calls, run));
  if (waitMs <= 0) throw new OnboardingStillOpen(onboardingId);
  try {
    return await (waitMs === Infinity ? resultOf(calls, run) : calls.within(waitMs, () => resultOf(calls, run)));
  } catch (error) {
    if (isDeadlineOver(error)) throw new OnboardingStillOpen(onboardingId, { cause: error });
    throw fromTemporalError(error, onboardingId);
  }
}

async function resultOf(calls: TemporalCalls, run: OnboardingRun): Promise<OnboardingResult> {
  return (await calls.handle(run).result()) as OnboardingResult;
}
