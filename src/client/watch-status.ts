import { setTimeout as wait } from 'node:timers/promises';
import type { OnboardingStatus } from '../contract/status.js';
import { NoWorkerAnswered, TemporalUnavailable, type OnboardingError } from './errors.js';
import { StatusObserver } from './status-observer.js';
import type { OnboardingAddress } from '../contract/onboarding-id.js';
import type { TemporalCalls } from './temporal-calls.js';

export interface WatchOptions {
  /** How often the server is asked whether anything happened, in ms. @default 1000 */
  intervalMs?: number;
  /** Ends the iteration, without an error. */
  signal?: AbortSignal;
  /** Told once for each gap in which Temporal or its workers do not answer; the watch goes on by itself. */
  onInterruption?: (error: OnboardingError) => void;
}

const MAX_BACK_OFF_MS = 30_000;
/** How often the last status of an ended onboarding is asked for; one that no worker ever took up has none. */
const MAX_TRIES_AFTER_THE_END = 4;

/** Yields the status and then each change of it, until the onboarding has ended; see `OnboardingClient.watch`. */
export async function* watchStatus(
  calls: TemporalCalls,
  run: OnboardingAddress,
  { intervalMs = 1_000, signal, onInterruption }: WatchOptions,
): AsyncGenerator<OnboardingStatus, void, undefined> {
  const observer = new StatusObserver(calls, run);
  let failures = 0;
  while (signal?.aborted !== true) {
    let changed: OnboardingStatus | undefined;
    try {
      changed = await untilAborted(observer.poll(), signal);
      failures = 0;
    } catch (error) {
      if (!isTransient(error)) throw error;
      failures += 1;
      if (observer.hasEnded && failures >= MAX_TRIES_AFTER_THE_END) return;
      if (failures === 1) onInterruption?.(error);
    }
    if (changed !== undefined) yield changed;
    if (failures === 0 && observer.hasEnded) return;
    const waitMs = failures === 0 ? intervalMs : backOffMs(intervalMs, failures);
    await untilAborted(wait(waitMs, undefined, signal && { signal }), signal);
  }
}

function isTransient(error: unknown): error is TemporalUnavailable | NoWorkerAnswered {
  return error instanceof TemporalUnavailable || error instanceof NoWorkerAnswered;
}

/** Doubles with each failure, up to 30 s; never shorter than the interval. */
function backOffMs(intervalMs: number, failures: number): number {
  return Math.max(intervalMs, Math.min(MAX_BACK_OFF_MS, intervalMs * 2 ** failures));
}

/** The result of `work`, or `undefined` once the signal is aborted; later results and errors of `work` are ignored. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  if (signal === undefined) return await work;
  let stop = (): void => undefined;
  const aborted = new Promise<undefined>((resolve) => {
    stop = () => {
      resolve(undefined);
    };
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([work, aborted]);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
