import type { OtpVerification } from '../../../contract/otp.js';
import type { OnboardingOutcome } from '../../../contract/result.js';
import type { OnboardingStatus, OtpProblem, TimelineEventName } from '../../../contract/status.js';

export type { TimelineEventName };

/** As the gateway shows it to the page: without the reason of an attention. */
export type Status = OnboardingStatus;

/** An answer to a request. */
export interface Reply {
  status: number;
  retryAfter: string | null;
  /** What was sent as JSON. */
  body: unknown;
  /** The name of the gateway's own problem; absent for an answer of anything between it and the page. */
  problem?: string | undefined;
}

/** What an answer to an OTP means: `taken`: the status will tell; `dead`: the link opens nothing; `later`: ask again. */
export type Answer =
  | { kind: 'fate'; fate: OtpVerification }
  | { kind: 'taken' }
  | { kind: 'notTaken'; problem?: 'malformed' | 'repeated' }
  | { kind: 'dead' }
  | { kind: 'later'; waitMs: number };

export type View =
  | 'loading'
  | 'unreachable'
  | 'dead'
  | 'checking'
  | 'attention'
  | 'code'
  | 'trying'
  | 'attentionWithCode'
  | 'ended'
  | OnboardingOutcome;

/** `busy`: something answered, but not the gateway with what was asked for. */
export type Trouble = 'offline' | 'busy';

/** An OTP that was sent from this page, until a later status tells more than its answer. */
export interface Submission {
  /** The status when it was sent. */
  since: Status | undefined;
  answer?: Answer;
}

/** What the page knows. */
export interface State {
  status?: Status;
  isDead?: boolean;
  trouble?: Trouble | undefined;
  submission?: Submission | undefined;
  /** Of the last OTP typed here, which the status does not tell. */
  problem?: OtpProblem | undefined;
  isResending?: boolean;
  /** Where the backend wants the customer to be led back to. */
  returnUrl?: string | undefined;
}

export interface StatusListener {
  /** Takes a status; tells whether more are to come. */
  seen(status: Status): boolean;
  /** The link opens nothing. */
  dead(): void;
  lost(trouble: Trouble): void;
}

/** What a request is made with. */
export interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
}
