import type { ValidOnboardingRequest } from '../contract/request.js';
import type { ClientProfile } from '../contract/result.js';
import type {
  CustomerAnswer as CustomerFinding,
  RegistrationAnswer as RegistrationReply,
  SendOtpAnswer,
} from '../providers/iserveu/outcomes.js';

export type { SendOtpAnswer };

/** How long a read may go on by itself before it reports its fault to the workflow. */
export interface ReadPatience {
  /** From the first attempt's start to the last one's, in ms; 0: one attempt. */
  retryForMs: number;
  /** From the first fault to the last attempt's start, in ms. */
  giveUpAfterMs: number;
  /** When an earlier call of the same step had the first fault, in ms since 1970; absent: it is this call's own. */
  firstFaultAtMs?: number;
}

/** Details of a failure that a provider's fault caused. Durations, since the clocks of workers differ. */
export interface FaultReport {
  /** From the first attempt's start to the failure, in ms. */
  firstStartedAgoMs: number;
  /** From the first fault to the failure, in ms. */
  firstFaultAgoMs: number;
  /** What the provider asked us to wait, in ms. */
  retryAfterMs?: number;
}

/** `username` absent: the worker's `ISERVEU_USERNAME`. */
type Caller = Pick<ValidOnboardingRequest, 'mobileNumber' | 'username' | 'latlong' | 'publicIP'>;

export type GetCustomerInput = Caller & { patience: ReadPatience };

/** `runId`: the run that asked. After a reset an earlier run's answer says nothing about what that run did since. */
export type CustomerAnswer = CustomerFinding & { runId: string };

export type SendOtpInput = Caller & Pick<ValidOnboardingRequest, 'ovdType' | 'ovdData'>;

export type RegistrationInput = Omit<ValidOnboardingRequest, 'policy' | 'clientCode'> & {
  otp: string;
  /** `runId` of get-customer's latest answer; nothing is sent where it is not the own run's. */
  checkedByRunId?: string | undefined;
  /** The run that was started; another one than the own where an operator has reset it. */
  firstRunId: string;
};

export type RegistrationAnswer =
  | RegistrationReply
  /** Nothing was sent: an earlier run, which was reset, may have sent the OTP since get-customer was asked. */
  | {
      kind: 'readBackFirst';
      /** For how long a call of that run may still be under way, in ms. */
      callMayLastMs: number;
    };

export interface FetchClientProfileInput {
  clientCode: string;
  /** The customer's; a profile with another one is dropped before it reaches the workflow. */
  mobileNumber: string;
  patience: ReadPatience;
}

export type ClientProfileAnswer =
  | { kind: 'enriched'; profile: ClientProfile }
  | { kind: 'noRecord' }
  | { kind: 'invalidClientCode' }
  | { kind: 'mismatch' };

/**
 * The activities of `onboardCustomer`, each one provider call. A business answer is a value; a fault is an
 * ApplicationFailure whose type is one of the contract's and whose details hold a {@link FaultReport}.
 */
export interface OnboardingActivities {
  /** Retries by itself within its patience. Fails with ProviderUnavailable, -Throttled, -AccessDenied, -ContractBroken. */
  getCustomer(input: GetCustomerInput): Promise<CustomerAnswer>;
  /**
   * One call, never repeated by itself. Fails with ProviderUnavailable where no connection was made, and with
   * ProviderAccessDenied.
   */
  sendOtp(input: SendOtpInput): Promise<SendOtpAnswer>;
  /**
   * One call, never repeated by itself. ProviderUnavailable, -Throttled and -AccessDenied mean that nothing was
   * processed; after ProviderContractBroken, RegistrationUnconfirmed or any other failure the customer may be
   * registered.
   */
  processCustomerRegistration(input: RegistrationInput): Promise<RegistrationAnswer>;
  /** Retries by itself within its patience. Fails like {@link OnboardingActivities.getCustomer}. */
  fetchClientProfile(input: FetchClientProfileInput): Promise<ClientProfileAnswer>;
}
