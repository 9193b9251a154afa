import type { ReadFault } from '../http/fault.js';

/** What get-customer says about a customer. */
export type GetCustomerOutcome =
  /** 0 not existing, 1 created but not verified, 2 verified, 3 verified but the OVD is not. */
  | { kind: 'found'; code: '0' | '1' | '2' | '3'; text: string; kycFlag?: boolean }
  /** -1 about the agent `username`: our set-up is wrong. */
  | { kind: 'agentNotSetUp' }
  /** Any other -1. */
  | { kind: 'rejected'; text: string }
  | ReadFault;

/** What became of a process-customer-registration call. */
export type RegistrationOutcome =
  | { kind: 'registered'; code: string; text: string; kycFlag?: boolean }
  | { kind: 'otpRefused' }
  | { kind: 'agentNotSetUp' }
  | { kind: 'rejected'; text: string }
  /** Code 4: it answered, but nobody can know whether the customer was registered. */
  | { kind: 'serverIssue' }
  /** The connection was never made: nothing was processed. */
  | { kind: 'notProcessed'; cause: string }
  /** 429: refused before it was processed. */
  | { kind: 'throttled'; cause: string; retryAfterMs?: number }
  /** 401 or 403: refused before it was processed. */
  | { kind: 'accessDenied'; cause: string }
  /** A whole answer outside the provider's pages; the customer may be registered. */
  | { kind: 'contractBroken'; cause: string }
  /** No whole, readable answer; the customer may be registered. */
  | { kind: 'unconfirmed'; cause: string };

/** What became of an otp/send call. */
export type SendOtpOutcome =
  | { kind: 'sent' }
  | { kind: 'agentNotSetUp' }
  | { kind: 'accessDenied'; cause: string }
  /** The connection was never made: nothing was sent. */
  | { kind: 'notProcessed'; cause: string }
  /** A whole answer that is not success (another -1, 4, 3xx, 4xx, 429). */
  | { kind: 'declined'; cause: string }
  /** No whole, readable answer; a code may have been sent. */
  | { kind: 'unconfirmed'; cause: string };
