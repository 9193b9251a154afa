import type { OnboardingResult } from '../contract/result.js';
import { OnboardingStillOpen, OnboardingTerminated } from './errors.js';
import { fromTemporalError, isDeadlineOver } from './temporal-errors.js';
import type { OnboardingAddress } from '../contract/onboarding-id.js';
import { isOpen, successorOf, type TemporalCalls } from './temporal-calls.js';

/** The longest time that a timer takes, 24 days; a longer wait is one without end. */
const MAX_TIMER_MS = 2_147_483_647;

export interface ResultOptions {
  /** How long to wait for the end, in ms; 0 looks once. @default as long as it takes */
  waitMs?: number;
  /** Ends the waiting early, as the time does. */
  signal?: AbortSignal;
}

/** Waits for the end and gives its result; see `OnboardingClient.result`. */
export async function readResult(
  calls: TemporalCalls,
  { workflowId, runId }: OnboardingAddress,
  { waitMs = Infinity, signal }: ResultOptions,
): Promise<OnboardingResult> {
  const endsAtMs = Date.now() + waitMs;
  for (let run = await calls.describe({ workflowId, runId }); ;) {
    try {
      if (!isOpen(run)) return await calls.call(run, () => resultOf(calls, run));
      return await waitForResult(calls, run, { waitMs: endsAtMs - Date.now(), ...(signal && { signal }) });
    } catch (error) {
      if (runId !== undefined || !(error instanceof OnboardingTerminated)) throw error;
      // A reset terminates the run too, and names the run that a caller without a run id goes on with.
      const successor = successorOf(await calls.describe(run));
      if (successor === undefined) throw error;
      run = await calls.describe({ workflowId, runId: successor });
    }
  }
}

async function waitForResult(
  calls: TemporalCalls,
  run: OnboardingAddress,
  { waitMs, signal }: Required<Pick<ResultOptions, 'waitMs'>> & Pick<ResultOptions, 'signal'>,
): Promise<OnboardingResult> {
  const { workflowId } = run;
  if (waitMs <= 0 || signal?.aborted === true) throw new OnboardingStillOpen(workflowId);
  // Not by a deadline of the calls: the server ends a long poll a second before it, and the SDK would ask again and
  // again until then.
  const waiting = new AbortController();
  const stop = () => {
    waiting.abort();
  };
  signal?.addEventListener('abort', stop);
  const timer = waitMs <= MAX_TIMER_MS ? setTimeout(stop, waitMs) : undefined;
  try {
    return await calls.untilAborted(waiting.signal, () => resultOf(calls, run));
  } catch (error) {
    if (isDeadlineOver(error)) throw new OnboardingStillOpen(workflowId, { cause: error });
    throw fromTemporalError(error, workflowId);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

async function resultOf(calls: TemporalCalls, run: OnboardingAddress): Promise<OnboardingResult> {
  return (await calls.handle(run).result()) as OnboardingResult;
}
