import { DELIVERY_PACE, UNDELIVERED_AFTER_MS } from '../contract/delivery.js';
import { planRetry } from '../contract/retry-plan.js';

export interface DeliverySituation {
  /** `hopeless`: only a person can mend it. */
  fault: 'unavailable' | 'hopeless';
  /** How many tries were made, the failed one included. */
  tries: number;
  nowMs: number;
  firstStartedAtMs: number;
  /** What the receiver asked us to wait. */
  retryAfterMs?: number;
}

/** How long to wait before the next try, in ms; nothing where a person must look first. */
export function planDelivery(situation: DeliverySituation): number | undefined {
  const { fault, tries, nowMs, firstStartedAtMs, retryAfterMs } = situation;
  if (fault === 'hopeless') return undefined;
  return planRetry({
    tries,
    nowMs,
    firstStartedAtMs,
    windowMs: UNDELIVERED_AFTER_MS,
    pace: DELIVERY_PACE,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
