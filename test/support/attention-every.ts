import { MAX_ATTENTION_TRIES, type OnboardingPolicy } from '../../src/contract/policy.js';

/** A policy whose attention retries so often; its give-up times fit the bound on tries. */
export function attentionEvery(attentionRetryMs: number): Partial<OnboardingPolicy> {
  const longestMs = attentionRetryMs * MAX_ATTENTION_TRIES;
  return { attentionRetryMs, registrationGiveUpMs: longestMs, enrichmentGiveUpMs: longestMs };
}

/** The longest that jitter makes a wait. */
export function longest(waitMs: number): number {
  return waitMs * 1.1;
}
