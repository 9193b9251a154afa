import type { Fault, ReadFault } from '../http/fault.js';

/** -1 about the agent `username`: our set-up is wrong. */
interface AgentNotSetUp {
  kind: 'agentNotSetUp';
}

/** Any other -1; `text` is iServeU's. */
interface Rejected {
  kind: 'rejected';
  text: string;
}

/** What get-customer says about a customer. */
export type CustomerAnswer =
  /** 0 not existing, 1 created but not verified, 2 verified, 3 verified but the OVD is not. */
  { kind: 'found'; statusCode: '0' | '1' | '2' | '3'; text: string; kycFlag?: boolean } | AgentNotSetUp | Rejected;

/** What process-customer-registration says about an OTP. */
export type RegistrationAnswer =
  | { kind: 'registered'; statusCode: string; text: string; kycFlag?: boolean }
  | { kind: 'otpRefused' }
  | AgentNotSetUp
  | Rejected
  /** Code 4: it answered, and cannot tell whether the customer was registered. */
  | { kind: 'serverIssue' };

/** What otp/send says. */
export type SendOtpAnswer =
  | { kind: 'sent' }
  | AgentNotSetUp
  /** A whole answer that is not success (another -1, 4, 3xx, 4xx, 429). */
  | { kind: 'declined' }
  /** No whole, readable answer: an OTP may have been sent. */
  | { kind: 'unconfirmed' };

export type GetCustomerOutcome = CustomerAnswer | ReadFault;
/** After `contractBroken` and `unconfirmed` the customer may be registered; after the others nothing was processed. */
export type RegistrationOutcome =
  RegistrationAnswer | Fault<'notProcessed' | 'throttled' | 'accessDenied' | 'contractBroken' | 'unconfirmed'>;
/** After a fault nothing was sent. */
export type SendOtpOutcome = SendOtpAnswer | Fault<'notProcessed' | 'accessDenied'>;
