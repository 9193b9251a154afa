import type { DeliverOutcomeInput } from '../contract/delivery.js';

export interface PostOutcomeInput extends DeliverOutcomeInput {
  /**
   * `growing`: tries at growing waits for as long as the contract says, then fails. `steady`: every failure leaves it to
   * the activity's policy when to try again, without end.
   */
  pace: 'growing' | 'steady';
}

/** The activity of `deliverOutcome`. Failures have a type of `DeliveryFailure`, except where an attempt was cut off. */
export interface DeliveryActivities {
  /** Waits a moment for the end of the onboarding, reads it, and posts it to the webhook. */
  postOutcome(input: PostOutcomeInput): Promise<void>;
}
