import type { ClientProfile } from '../contract/result.js';

/** How long a read may go on by itself before it reports its fault to the workflow. */
export interface ReadPatience {
  /** From the first attempt's start to the last one's, in ms; 0: one attempt. */
  retryForMs: number;
  /** From the first fault to the last attempt's start, in ms. */
  giveUpAfterMs: number;
  /** When an earlier call of the same step had the first fault, in ms since 1970; absent: it is this call's own. */
  firstFaultAtMs?: number;
}

/** Details of a failure that a provider's fault caused; times in ms since 1970 by the server's clock. */
export interface FaultReport {
  firstStartedAtMs: number;
  firstFaultAtMs: number;
  /** What the provider asked us to wait. */
  retryAfterMs?: number;
}

/** Who asks iServeU, and from where. */
export interface IserveuCaller {
  /** The worker's `ISERVEU_USERNAME` where absent. */
  username?: string;
  latlong: string;
  publicIP: string;
}

export interface GetCustomerInput extends IserveuCaller {
  mobileNumber: string;
  patience: ReadPatience;
}

export type CustomerAnswer =
  | { kind: 'found'; code: '0' | '1' | '2' | '3'; text: string; kycFlag?: boolean }
  /** iServeU does not know the agent `username`. */
  | { kind: 'agentNotSetUp' }
  | { kind: 'rejected'; text: string };

export interface SendOtpInput extends IserveuCaller {
  mobileNumber: string;
  ovdType?: string;
  ovdData?: string;
}

export type SendOtpAnswer =
  | { kind: 'sent' }
  | { kind: 'agentNotSetUp' }
  /** A whole answer that is not success: counted, not repeated. */
  | { kind: 'declined' }
  /** A code may have been sent. */
  | { kind: 'unconfirmed' };

export interface RegistrationInput extends IserveuCaller {
  mobileNumber: string;
  name: string;
  otp: string;
  address?: string;
  pincode?: string;
  ovdType?: string;
  ovdData?: string;
  paramA?: string;
  paramB?: string;
  paramC?: string;
}

export type RegistrationAnswer =
  | { kind: 'registered'; code: string; text: string; kycFlag?: boolean }
  | { kind: 'otpRefused' }
  | { kind: 'agentNotSetUp' }
  | { kind: 'rejected'; text: string }
  /** Code 4: nobody can know whether the customer was registered. */
  | { kind: 'serverIssue' };

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
