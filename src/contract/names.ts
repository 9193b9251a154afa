/** Every name that crosses a process boundary. Changing one is a versioned change of the public contract. */

export const ONBOARD_CUSTOMER_WORKFLOW = 'onboardCustomer';
export const DEFAULT_TASK_QUEUE = 'onboarding';

/** The task queue of IIFL's calls, beside that of workflows and iServeU's calls. */
export const iiflTaskQueue = (taskQueue: string): string => `${taskQueue}-iifl`;
/** The task queue of deliveries. */
export const webhookTaskQueue = (taskQueue: string): string => `${taskQueue}-webhook`;

export const SUBMIT_OTP_SIGNAL = 'submitOtp';
export const RESEND_OTP_SIGNAL = 'resendOtp';
export const RETRY_NOW_SIGNAL = 'retryNow';
export const VERIFY_OTP_UPDATE = 'verifyOtp';
export const STATUS_QUERY = 'status';

/** Custom search attributes; clear text on the server, so they hold closed words and times only. */
export const STAGE_ATTRIBUTE = 'OnboardingStage';
export const OUTCOME_ATTRIBUTE = 'OnboardingOutcome';
export const ATTENTION_ATTRIBUTE = 'OnboardingAttention';
export const OTP_DEADLINE_ATTRIBUTE = 'OnboardingOtpDeadline';

/** The search attributes a namespace must have, with Temporal's type names. */
export const SEARCH_ATTRIBUTES = {
  [STAGE_ATTRIBUTE]: 'Keyword',
  [OUTCOME_ATTRIBUTE]: 'Keyword',
  [ATTENTION_ATTRIBUTE]: 'Keyword',
  [OTP_DEADLINE_ATTRIBUTE]: 'Datetime',
} as const;

/** Failure types. They stay in clear text on the server whatever the codec does, so they carry no data. */
export const FailureType = {
  /** The request breaks the contract; details hold the list of {@link FieldProblem}. Not retryable. */
  InvalidRequest: 'InvalidRequest',
  /** A step stayed faulty for longer than its give-up time; fails the workflow. */
  OnboardingAbandoned: 'OnboardingAbandoned',
  /** No whole answer, or a 5xx: the provider may answer later. Retryable. */
  ProviderUnavailable: 'ProviderUnavailable',
  /** The provider answered 429. Retryable. */
  ProviderThrottled: 'ProviderThrottled',
  /** The provider may have registered the customer, and its answer is lost. Never retried blindly. */
  RegistrationUnconfirmed: 'RegistrationUnconfirmed',
  /** The provider refuses our credentials (401, 403 or its own words for it). A person must mend it. */
  ProviderAccessDenied: 'ProviderAccessDenied',
  /** A whole answer that the provider's pages do not allow. A person must look. */
  ProviderContractBroken: 'ProviderContractBroken',
  /** `verifyOtp`: not exactly `otpLength` digits. */
  OtpMalformed: 'OtpMalformed',
  /** `verifyOtp`: iServeU has refused this OTP before. */
  OtpRepeated: 'OtpRepeated',
  /** `verifyOtp`: no OTP is awaited at this point. */
  OtpOutOfPlace: 'OtpOutOfPlace',
  /** `verifyOtp`: the onboarding ended, not registered, before this OTP was tried. */
  OnboardingClosed: 'OnboardingClosed',
} as const;
export type FailureType = (typeof FailureType)[keyof typeof FailureType];
