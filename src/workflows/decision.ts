import type { Registration } from '../contract/result.js';

/** The customer was registered in this run. */
export interface Registered {
  outcome: 'registered';
  registration: Registration;
  kycVerified: boolean;
}

/** The customer was registered before, or by somebody else meanwhile. */
export interface AlreadyRegistered {
  outcome: 'alreadyRegistered';
  kycVerified: boolean;
}

/** iServeU will not register the customer. */
export interface Rejected {
  outcome: 'rejected';
  /** iServeU's text. */
  reason: string;
}

/** No code registered the customer. */
export interface NoCodeLeft {
  outcome: 'otpExpired' | 'otpAttemptsExhausted';
}

/** How the registration ended as a matter of business. */
export type Decision = Registered | AlreadyRegistered | Rejected | NoCodeLeft;
