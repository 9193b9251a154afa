import { DELIVERY_PACE, REFUSED_AFTER_MS, UNDELIVERED_AFTER_MS } from '../contract/delivery.js';
import { planRetry } from '../contract/retry-plan.js';

export interface DeliverySituation {
  /** `refused`: the receiver answers, and takes nothing; `hopeless`: only a person can mend it. */
  fault: 'unavailable' | 'refused' | 'hopeless';
  /** How many tries were made, the failed one included. */
  tries: number;
  nowMs: number;
  firstStartedAtMs: number;
  /** When the first of the refusals in a row came. */
  refusedSinceMs?: number;
  /** What the receiver asked us to wait. */
  retryAfterMs?: number;
}

/** How long to wait before the next try, in ms; nothing where a person must look first. */
export function planDelivery(situation: DeliverySituation): number | undefined {
  const { fault, tries, nowMs, firstStartedAtMs, refusedSinceMs = nowMs, retryAfterMs } = situation;
  if (fault === 'hopeless') return undefined;
  const undeliveredAtMs = firstStartedAtMs + UNDELIVERED_AFTER_MS;
  // A receiver that is being deployed may refuse for minutes; one that is set up wrongly refuses for good.
  const endsAtMs = fault === 'refused' ? Math.min(refusedSinceMs + REFUSED_AFTER_MS, undeliveredAtMs) : undeliveredAtMs;
  return planRetry({
    tries,
    nowMs,
    firstStartedAtMs,
    windowMs: endsAtMs - firstStartedAtMs,
    pace: DELIVERY_PACE,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
