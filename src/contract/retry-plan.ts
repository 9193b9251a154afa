/** How the waits between tries grow, in ms: each is twice the one before, from the first to the longest. */
export interface RetryPace {
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

/** For calls of providers, whose faults most often pass within seconds. */
const PROVIDER_PACE: RetryPace = { firstDelayMs: 1_000, longestDelayMs: 30_000 };

export interface RetrySituation {
  /** How many tries were made, the failed one included. */
  tries: number;
  nowMs: number;
  /** When the first of these tries started. */
  firstStartedAtMs: number;
  /** How long after the first start the last try may start. */
  windowMs: number;
  /** What the provider asked us to wait. */
  retryAfterMs?: number;
  /** @default from 1 s to 30 s */
  pace?: RetryPace;
}

/**
 * How long to wait before the next try, in ms: growing as the pace says, never shorter than the provider asks, the last
 * try at the end of the window. Nothing when no further try fits.
 */
export function planRetry(situation: RetrySituation): number | undefined {
  const { tries, nowMs, firstStartedAtMs, windowMs, retryAfterMs = 0, pace = PROVIDER_PACE } = situation;
  const leftMs = firstStartedAtMs + windowMs - nowMs;
  if (leftMs <= 0 || retryAfterMs > leftMs) return undefined;
  const growingMs = Math.min(pace.firstDelayMs * 2 ** (tries - 1), pace.longestDelayMs);
  return Math.min(Math.max(growingMs, retryAfterMs), leftMs);
}
