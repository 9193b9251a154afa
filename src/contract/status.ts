import type { OnboardingOutcome } from './result.js';

export const ONBOARDING_STAGES = ['checking', 'awaitingOtp', 'registering', 'enriching', 'closed'] as const;
export type OnboardingStage = (typeof ONBOARDING_STAGES)[number];

/** Why a step of an onboarding needs a person. */
export const STEP_ATTENTION_REASONS = [
  'iserveu-access',
  'iserveu-agent',
  'iserveu-contract',
  'iserveu-unavailable',
  'iifl-access',
  'iifl-contract',
  'iifl-unavailable',
] as const;
export type StepAttentionReason = (typeof STEP_ATTENTION_REASONS)[number];

/** The end of an onboarding could not be posted to the webhook. The onboarding itself has ended and needs nobody. */
export const WEBHOOK_UNDELIVERED = 'webhook-undelivered';

/** The values of the search attribute `OnboardingAttention`. */
export const ATTENTION_REASONS = [...STEP_ATTENTION_REASONS, WEBHOOK_UNDELIVERED] as const;
export type AttentionReason = (typeof ATTENTION_REASONS)[number];

/** What went wrong with the last code. */
export type OtpProblem = 'malformed' | 'repeated' | 'refused' | 'unconfirmed';

/** The closed list of words in a timeline. */
export const TIMELINE_EVENTS = [
  'started',
  'customerNotRegistered',
  'customerAlreadyRegistered',
  /** get-customer's KYC flag and code disagree; the code was followed. */
  'kycFlagDisagrees',
  'otpAwaited',
  'otpSent',
  /** otp/send was called and nobody knows whether a code was sent. */
  'otpSendUnconfirmed',
  /** otp/send answered that no code was sent. */
  'otpSendRefused',
  'otpMalformed',
  'otpRepeated',
  /** A code was given to iServeU. */
  'otpTried',
  'otpRefused',
  'registrationUnconfirmed',
  'registered',
  'registrationRejected',
  'otpExpired',
  'otpAttemptsExhausted',
  'attentionRaised',
  'attentionCleared',
  'retryRequested',
  'profileAttached',
  'profileNotAttached',
  'cancelRequested',
  'abandoned',
  'closed',
] as const;
export type TimelineEventName = (typeof TIMELINE_EVENTS)[number];

export interface TimelineEvent {
  /** ISO 8601, UTC. */
  at: string;
  event: TimelineEventName;
}

/** Answer of the query `status`; nothing in it is secret, nothing personal but the last four digits. */
export interface OnboardingStatus {
  stage: OnboardingStage;
  /** Set as soon as it is decided, so already while enriching. */
  outcome?: OnboardingOutcome;
  /** Masked to the last 4 digits. */
  mobileNumber: string;
  /** Present while a code is awaited or tried. */
  otp?: {
    /** When the present or latest wait for a code ends; ISO 8601, UTC. */
    deadline: string;
    /** How many more codes iServeU may refuse. */
    attemptsLeft: number;
    lastProblem?: OtpProblem;
    /** Send calls made so far. */
    sends: number;
    /** From when `resendOtp` sends a new code; absent where it never will. ISO 8601, UTC. */
    resendAvailableAt?: string;
  };
  /** Present while a step waits for a person, or for `retryNow`. */
  attention?: {
    reason: StepAttentionReason;
    /**
     * Why the step's last call failed, in our words: never a provider's text, nothing personal. For people: the words may
     * change. Absent where a worker before 0.2 answers.
     */
    cause?: string;
    /** Kept over further tries of the same step; ISO 8601, UTC. */
    since: string;
    /** When the step is tried again by itself; absent where no further send may be made. ISO 8601, UTC. */
    nextTryAt?: string;
  };
  /** Oldest first; at most the newest 100 events. */
  timeline: TimelineEvent[];
}
