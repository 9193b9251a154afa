/**
 * Onboards customers of a money-transfer service from a TypeScript backend. `OnboardingClient` is the way in; the types
 * are the contract that every caller and the workflow share.
 */
export { OnboardingClient } from './onboarding-client.js';
export type { OnboardingClientOptions, OnboardingConnectOptions, RunOption } from './onboarding-client.js';
export type { StartedOnboarding, StartOptions } from './start-onboarding.js';
export type { ResultOptions } from './read-result.js';
export type { VerifyOtpOptions } from './verify-otp.js';
export type { WatchOptions } from './watch-status.js';
export type { StatusObserver } from './status-observer.js';
export type { OnboardingExecution, OnboardingListEntry } from './list-onboardings.js';
export type { OnboardingPage, PageOptions } from './list-onboardings-page.js';
export type { OnboardingFilter } from './visibility-query.js';
export type { RetryBatch } from './retry-attention.js';
export { workflowIdOf } from './workflow-id.js';

export {
  AnotherOnboardingOpen,
  AnswerUnreadable,
  BatchAlreadyRunning,
  IdempotencyKeyReused,
  InvalidRequest,
  NoWorkerAnswered,
  OnboardingAbandoned,
  OnboardingBroken,
  OnboardingCancelled,
  OnboardingClosed,
  OnboardingError,
  OnboardingFailed,
  OnboardingNotFound,
  OnboardingStillOpen,
  OnboardingTerminated,
  OtpNotAccepted,
  TemporalRefused,
  TemporalUnavailable,
  VerificationTimedOut,
} from './errors.js';
export type { OtpRefusal } from './errors.js';

export { createDataConverter } from '../encryption/data-converter.js';
export type { DataConverterOptions } from '../encryption/data-converter.js';
export { parsePayloadKeys } from '../contract/payload-keys.js';
export type { PayloadKey, PayloadKeys, PayloadKeysReading } from '../contract/payload-keys.js';

export {
  DEFAULT_TASK_QUEUE,
  ONBOARD_CUSTOMER_WORKFLOW,
  RESEND_OTP_SIGNAL,
  RETRY_NOW_SIGNAL,
  STATUS_QUERY,
  SUBMIT_OTP_SIGNAL,
  VERIFY_OTP_UPDATE,
} from '../contract/names.js';
export { ONBOARDING_CLOSED_EVENT } from '../contract/delivery.js';
export type { Ending, OnboardingClosedEvent } from '../contract/delivery.js';
export { maskMobileNumber } from '../contract/mask-mobile-number.js';
export { POLICY_BOUNDS, POLICY_DEFAULTS } from '../contract/policy.js';
export type { OnboardingPolicy } from '../contract/policy.js';
export type { OtpFate, OtpSubmission, OtpVerification } from '../contract/otp.js';
export type { FieldProblem, OnboardingRequest, ValidOnboardingRequest } from '../contract/request.js';
export { validateOnboardingRequest } from '../contract/validate-request.js';
export type { RequestValidation } from '../contract/validate-request.js';
export { ONBOARDING_OUTCOMES } from '../contract/result.js';
export type {
  ClientProfile,
  CustomerRecord,
  Enrichment,
  OnboardingOutcome,
  OnboardingResult,
  Registration,
} from '../contract/result.js';
export { ATTENTION_REASONS, ONBOARDING_STAGES, TIMELINE_EVENTS } from '../contract/status.js';
export type {
  AttentionReason,
  OnboardingStage,
  OnboardingStatus,
  OtpProblem,
  TimelineEvent,
  TimelineEventName,
} from '../contract/status.js';
