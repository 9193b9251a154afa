import {
  AnotherOnboardingOpen,
  AnswerUnreadable,
  IdempotencyKeyReused,
  InvalidRequest,
  NoWorkerAnswered,
  OnboardingAbandoned,
  OnboardingBroken,
  OnboardingCancelled,
  OnboardingClosed,
  OnboardingError,
  OnboardingNotFound,
  OnboardingTerminated,
  OtpNotAccepted,
  TemporalRefused,
  TemporalUnavailable,
  type OtpRefusal,
} from '../../client/errors.js';
import { onboardingLocation } from '../onboarding-address.js';
import type { ProblemName } from './problem-types.js';
import { Problem } from './problem.js';

const OTP_REFUSALS: Record<OtpRefusal, ProblemName> = {
  malformed: 'otp-malformed',
  repeated: 'otp-repeated',
  outOfPlace: 'otp-not-awaited',
};

/** Errors that say all with their name. */
const BY_TYPE: readonly [new (...args: never[]) => OnboardingError, ProblemName][] = [
  [IdempotencyKeyReused, 'idempotency-key-reused'],
  [OnboardingNotFound, 'onboarding-not-found'],
  [OnboardingClosed, 'onboarding-closed'],
  [OnboardingAbandoned, 'onboarding-abandoned'],
  [OnboardingCancelled, 'onboarding-cancelled'],
  [OnboardingTerminated, 'onboarding-terminated'],
  [OnboardingBroken, 'onboarding-broken'],
  [AnswerUnreadable, 'answer-unreadable'],
  [TemporalRefused, 'temporal-refused'],
  [TemporalUnavailable, 'temporal-unavailable'],
  [NoWorkerAnswered, 'no-worker-answered'],
];

/** What an error of the client means to an HTTP caller; `undefined` for any other error. */
export function problemOfClientError(error: unknown): Problem | undefined {
  if (!(error instanceof OnboardingError)) return undefined;
  if (error instanceof InvalidRequest) return new Problem('invalid-request', { problems: error.problems });
  if (error instanceof OtpNotAccepted) return new Problem(OTP_REFUSALS[error.problem], { cause: error });
  if (error instanceof AnotherOnboardingOpen) {
    const location = onboardingLocation({ workflowId: error.workflowId, runId: error.runId });
    return new Problem('another-onboarding-open', { headers: { Location: location }, cause: error });
  }
  const [, name] = BY_TYPE.find(([type]) => error instanceof type) ?? [];
  return name && new Problem(name, { cause: error });
}
