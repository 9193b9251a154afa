import { Context } from '@temporalio/activity';

/** What one attempt leaves to the next as heartbeat details; times in ms since 1970 by the server's clock. */
export interface AttemptMemory {
  firstStartedAtMs: number;
  /** Before this time the next attempt does not start. */
  nextStartAtMs: number;
}

/**
 * The server's clock as well as an attempt can know it: a worker's clock that lags is set by what the server and the
 * attempt before say. Where that one left nothing behind, the first is taken to have started when the activity was
 * scheduled.
 */
export function attemptClock(earlier?: AttemptMemory): { firstStartedAtMs: number; nowMs: () => number } {
  const { attempt, scheduledTimestampMs, currentAttemptScheduledTimestampMs } = Context.current().info;
  const startedAtMs = Math.max(Date.now(), currentAttemptScheduledTimestampMs, earlier?.nextStartAtMs ?? 0);
  const monotonicStartMs = performance.now();
  return {
    firstStartedAtMs: earlier?.firstStartedAtMs ?? (attempt === 1 ? startedAtMs : scheduledTimestampMs),
    nowMs: () => Math.round(startedAtMs + performance.now() - monotonicStartMs),
  };
}

/** What the attempt before left behind; nothing where that is not whole. `times`: those beside the common ones. */
export function readMemory<Memory extends AttemptMemory>(
  details: unknown,
  ...times: (keyof Memory & string)[]
): Memory | undefined {
  if (typeof details !== 'object' || details === null) return undefined;
  const found = details as Record<string, unknown>;
  const isWhole = ['firstStartedAtMs', 'nextStartAtMs', ...times].every((name) => typeof found[name] === 'number');
  return isWhole ? (details as Memory) : undefined;
}
