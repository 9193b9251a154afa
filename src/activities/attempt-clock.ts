import { Context } from '@temporalio/activity';

/** What one attempt leaves to the next as heartbeat details; times in ms since 1970. */
export interface AttemptMemory {
  firstStartedAtMs: number;
  firstFaultAtMs: number;
  /** When the next attempt is due. */
  nextStartAtMs: number;
}

export interface AttemptClock {
  /** In ms since 1970. */
  firstStartedAtMs: number;
  /** Of an earlier attempt; in ms since 1970. */
  firstFaultAtMs: number | undefined;
  nowMs: () => number;
  /** What a faulty attempt leaves to the next one, which is due after `delayMs`. */
  memory: (delayMs: number) => AttemptMemory;
}

/**
 * The server's clock as an attempt can know it without its worker's, which may be wrong: the server says when each
 * attempt was due, and the worker adds how long its own work takes. Where the attempt before left nothing behind, the
 * first is taken to have started when the activity was scheduled.
 */
export function attemptClock(): AttemptClock {
  const { info } = Context.current();
  const { attempt, scheduledTimestampMs, currentAttemptScheduledTimestampMs } = info;
  const startedMs = performance.now();
  const earlier = readMemory(info.heartbeatDetails);
  // The SDK's test server says when the attempt before ended, not when this one was due.
  const dueAtMs = Math.max(currentAttemptScheduledTimestampMs, earlier?.nextStartAtMs ?? 0);
  const nowMs = () => Math.round(dueAtMs + performance.now() - startedMs);
  // The first attempt knew only when it was scheduled. By how much the second is due later, it waited for a worker.
  const waitedMs = earlier !== undefined && attempt === 2 ? dueAtMs - earlier.nextStartAtMs : 0;
  const firstStartedAtMs =
    earlier === undefined ? (attempt === 1 ? dueAtMs : scheduledTimestampMs) : earlier.firstStartedAtMs + waitedMs;
  const firstFaultAtMs = earlier && earlier.firstFaultAtMs + waitedMs;
  return {
    firstStartedAtMs,
    firstFaultAtMs,
    nowMs,
    memory: (delayMs) => ({
      firstStartedAtMs,
      firstFaultAtMs: firstFaultAtMs ?? nowMs(),
      nextStartAtMs: nowMs() + delayMs,
    }),
  };
}

/** What the attempt before left behind; `undefined` where that is not whole. */
function readMemory(details: unknown): AttemptMemory | undefined {
  const { firstStartedAtMs, firstFaultAtMs, nextStartAtMs } = (details ?? {}) as Partial<Record<string, unknown>>;
  const times = [firstStartedAtMs, firstFaultAtMs, nextStartAtMs];
  return times.every((time) => typeof time === 'number') ? (details as AttemptMemory) : undefined;
}
