import { PROVIDER_BACKOFF, type Backoff } from './time-limits.js';

export interface RetrySituation {
  /** How many tries were made, the failed one included. */
  tries: number;
  nowMs: number;
  /** When the first of these tries started. */
  firstStartedAtMs: number;
  /** How long after the first start the last try may start, in ms. */
  windowMs: number;
  /** The pause that the provider asked for, in ms. */
  retryAfterMs?: number | undefined;
  /** @default PROVIDER_BACKOFF */
  backoff?: Backoff;
  /** From 0 to below 1. */
  random: number;
}

/**
 * How long to wait before the next try, in ms: a growing wait with jitter, never shorter than the provider asks, the
 * last try at the end of the window. `undefined` when no further try fits.
 */
export function planRetry(situation: RetrySituation): number | undefined {
  const { tries, nowMs, firstStartedAtMs, windowMs, retryAfterMs = 0, backoff = PROVIDER_BACKOFF, random } = situation;
  const leftMs = firstStartedAtMs + windowMs - nowMs;
  if (leftMs <= 0 || retryAfterMs > leftMs) return undefined;
  const growingMs = Math.min(backoff.firstDelayMs * 2 ** (tries - 1), backoff.longestDelayMs);
  return Math.min(withJitter(Math.max(growingMs, retryAfterMs), random), leftMs);
}

/** A wait that is up to a tenth longer, so that callers who failed together do not come back together. */
export function withJitter(waitMs: number, random: number): number {
  return Math.round(waitMs * (1 + random / 10));
}
