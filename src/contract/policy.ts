/**
 * What shapes the process and must replay: it travels in the workflow's input, and the defaults are part of the
 * workflow. Times are in milliseconds (1 to 2,592,000,000), counts 1 to 100.
 */
export interface OnboardingPolicy {
  /** Whether we ask iServeU to send the code (otp/send); otherwise the caller sees to it. @default false */
  sendOtp: boolean;
  /** Digits in a code, 4 to 10. @default 6 */
  otpLength: number;
  /**
   * How long each wait for a code lasts, in ms. It starts anew after a refused or unconfirmed code and after a send,
   * not after a malformed or repeated code. @default 600_000
   */
  otpWaitMs: number;
  /**
   * How many OTPs iServeU may refuse and, counted apart, how many may be left unconfirmed, before the onboarding ends as
   * `otpAttemptsExhausted`. @default 5
   */
  otpMaxAttempts: number;
  /** How many send calls one onboarding may make, the first included, whatever came of them. @default 3 */
  otpMaxSends: number;
  /** How long after a send call the next one may be asked for, in ms. @default 60_000 */
  otpResendGapMs: number;
  /** How long get-customer is asked again after an unconfirmed registration, in ms. @default 60_000 */
  readBackWindowMs: number;
  /** Registration calls with one code, each after a read-back that says "not registered". @default 3 */
  registrationMaxTries: number;
  /** How long retryable faults are retried before attention, in ms from the first attempt's start. @default 120_000 */
  attentionAfterMs: number;
  /** How often a step is tried again while it needs attention, in ms. @default 900_000 */
  attentionRetryMs: number;
  /** From the first fault of checking or registering to `OnboardingAbandoned`, in ms. @default 86_400_000 */
  registrationGiveUpMs: number;
  /** From the first fault of enriching to `enrichment: unavailable`, in ms. @default 86_400_000 */
  enrichmentGiveUpMs: number;
  /** Whether the end is posted to the worker's `WEBHOOK_URL`, see delivery.ts. @default false */
  notify: boolean;
}

/** Changing a default changes running workflows on replay: it is a versioned change. */
export const POLICY_DEFAULTS: Readonly<OnboardingPolicy> = {
  sendOtp: false,
  otpLength: 6,
  otpWaitMs: 600_000,
  otpMaxAttempts: 5,
  otpMaxSends: 3,
  otpResendGapMs: 60_000,
  readBackWindowMs: 60_000,
  registrationMaxTries: 3,
  attentionAfterMs: 120_000,
  attentionRetryMs: 900_000,
  registrationGiveUpMs: 86_400_000,
  enrichmentGiveUpMs: 86_400_000,
  notify: false,
};

/** What each field means; the API reference says it. */
export const POLICY_MEANINGS: Readonly<Record<keyof OnboardingPolicy, string>> = {
  sendOtp: 'Whether iServeU is asked to send the OTP; otherwise the caller sees to it.',
  otpLength: 'Digits of an OTP.',
  otpWaitMs: 'How long each wait for an OTP lasts; anew after a refused or unconfirmed OTP and after a send.',
  otpMaxAttempts: 'OTPs that iServeU may refuse and, counted apart, OTPs that may be left unconfirmed.',
  otpMaxSends: 'Send calls in all, whatever came of them.',
  otpResendGapMs: 'How long after a send call the next one may be asked for.',
  readBackWindowMs: 'How long iServeU is asked again after an unconfirmed registration.',
  registrationMaxTries: 'Registration calls with one OTP.',
  attentionAfterMs: 'How long faults are retried before the step needs attention.',
  attentionRetryMs: 'How often a step that needs attention is tried again.',
  registrationGiveUpMs:
    'From the first fault of checking or registering to giving up; at most 1,000 times attentionRetryMs.',
  enrichmentGiveUpMs:
    'From the first fault of fetching the profile to going without it; at most 1,000 times attentionRetryMs.',
  notify: 'Whether the end is posted to the webhook of the deployment.',
};

/** 30 days. */
export const MAX_POLICY_MS = 2_592_000_000;

/** How many tries in attention one step may make before it gives up: each is kept in the workflow's history. */
export const MAX_ATTENTION_TRIES = 1_000;
/** The give-up times that are at most {@link MAX_ATTENTION_TRIES} times `attentionRetryMs`. */
export const GIVE_UP_TIMES = ['registrationGiveUpMs', 'enrichmentGiveUpMs'] as const;

interface Bounds {
  readonly min: number;
  readonly max: number;
}

const TIME: Bounds = { min: 1, max: MAX_POLICY_MS };
const COUNT: Bounds = { min: 1, max: 100 };

/** The policy fields that are true or false. */
export const POLICY_SWITCHES = ['sendOtp', 'notify'] as const satisfies (keyof OnboardingPolicy)[];
type PolicySwitch = (typeof POLICY_SWITCHES)[number];

/** Bounds of every numeric policy field, both ends allowed. */
export const POLICY_BOUNDS: Readonly<Record<Exclude<keyof OnboardingPolicy, PolicySwitch>, Bounds>> = {
  otpLength: { min: 4, max: 10 },
  otpWaitMs: TIME,
  otpMaxAttempts: COUNT,
  otpMaxSends: COUNT,
  otpResendGapMs: TIME,
  readBackWindowMs: TIME,
  registrationMaxTries: COUNT,
  attentionAfterMs: TIME,
  attentionRetryMs: TIME,
  registrationGiveUpMs: TIME,
  enrichmentGiveUpMs: TIME,
};
