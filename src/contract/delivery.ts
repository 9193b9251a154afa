import type { OnboardingOutcome, OnboardingResult } from './result.js';

/** Workflow type that posts the end of one onboarding to the webhook; `onboardCustomer` starts it just before its end. */
export const DELIVER_OUTCOME_WORKFLOW = 'deliverOutcome';

/** The one argument of `deliverOutcome`: which run is about to end. Nothing else of it is held. */
export interface DeliverOutcomeInput {
  workflowId: string;
  runId: string;
}

/** The event's name; its whole text is an {@link OnboardingClosedEvent}. */
export const ONBOARDING_CLOSED_EVENT = 'onboarding.closed';

/** The event by which `onboarding check` tries the webhook; it is about no onboarding. */
export const ONBOARDING_TEST_EVENT = 'onboarding.test';

/** How a workflow has ended, by Temporal's name for it. `completed` means: with an outcome. */
export const ENDINGS = {
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timedOut',
} as const;
export type Ending = (typeof ENDINGS)[keyof typeof ENDINGS];

/** What the webhook is told. Without `result` nothing in it is personal. */
export interface OnboardingClosedEvent {
  type: typeof ONBOARDING_CLOSED_EVENT;
  /** When the onboarding ended; ISO 8601, UTC. The same in every try. */
  timestamp: string;
  data: {
    /** `<workflow id>.<run id>`, as the gateway names it. */
    onboardingId: string;
    workflowId: string;
    runId: string;
    /** `completed` with an outcome, `failed` as abandoned, `cancelled`; the others: ended from outside. */
    execution: Ending;
    /** Where it completed. */
    outcome?: OnboardingOutcome;
    /** The whole result, personal data included; only where the worker's `WEBHOOK_INCLUDE_RECORD` is true. */
    result?: OnboardingResult;
    /** Where the gateway gives the result; only where the worker has `GATEWAY_PUBLIC_URL`. */
    resultUrl?: string;
  };
}

/** Failure types of a delivery. They stay in clear text on the server, so they carry no data. */
export const DeliveryFailure = {
  /** The webhook took the event with no 2xx. Tried again. */
  WebhookUndelivered: 'WebhookUndelivered',
  /** The worker has no `WEBHOOK_URL`. Only a person can mend it. */
  WebhookNotConfigured: 'WebhookNotConfigured',
  /** The onboarding's end cannot be read: it is still open, or Temporal or a payload key is missing. Tried again. */
  OutcomeUnreadable: 'OutcomeUnreadable',
  /** The onboarding is not there any more: its retention is over, or it was erased. Ends the delivery. */
  OutcomeGone: 'OutcomeGone',
} as const;
export type DeliveryFailure = (typeof DeliveryFailure)[keyof typeof DeliveryFailure];
