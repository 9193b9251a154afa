const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;

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
}

/**
 * How long to wait before the next try, in ms: growing from 1 s to 30 s, never shorter than the provider asks, the last
 * try at the end of the window. Nothing when no further try fits.
 */
export function planRetry(situation: RetrySituation): number | undefined {
  const { tries, nowMs, firstStartedAtMs, windowMs, retryAfterMs = 0 } = situation;
  const leftMs = firstStartedAtMs + windowMs - nowMs;
  if (leftMs <= 0 || retryAfterMs > leftMs) return undefined;
  const growingMs = Math.min(FIRST_DELAY_MS * 2 ** (tries - 1), LONGEST_DELAY_MS);
  return Math.min(Math.max(growingMs, retryAfterMs), leftMs);
}
