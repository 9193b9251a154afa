import type { Enrichment, OnboardingOutcome } from '../contract/result.js';
import type { AttentionReason, OnboardingStage, OtpProblem, TimelineEventName } from '../contract/status.js';

/** The contract's words in English, for people; machines get the words themselves. */

export const STAGE_WORDS: Record<OnboardingStage, string> = {
  checking: 'asking iServeU whether the customer is registered',
  awaitingOtp: 'waiting for the code',
  registering: 'registering with iServeU',
  enriching: 'fetching the IIFL client profile',
  closed: 'closed',
};

export const OUTCOME_WORDS: Record<OnboardingOutcome, string> = {
  registered: 'registered',
  alreadyRegistered: 'already registered',
  rejected: 'rejected by iServeU',
  otpExpired: 'ended: no code came in time',
  otpAttemptsExhausted: 'ended: iServeU refused too many codes',
};

export const EVENT_WORDS: Record<TimelineEventName, string> = {
  started: 'started',
  customerNotRegistered: 'iServeU: not registered yet',
  customerAlreadyRegistered: 'iServeU: registered already',
  kycFlagDisagrees: 'iServeU: KYC flag and status code disagree',
  otpAwaited: 'waiting for the code',
  otpSent: 'code sent to the customer',
  otpSendUnconfirmed: 'nobody knows whether a code was sent',
  otpSendRefused: 'iServeU sent no code',
  otpMalformed: 'a code of the wrong form came in',
  otpRepeated: 'a code came in that was tried before',
  otpTried: 'code given to iServeU',
  otpRefused: 'code refused',
  registrationUnconfirmed: 'nobody knows yet whether the registration took place',
  registered: 'registered',
  registrationRejected: 'registration rejected',
  otpExpired: 'no code came in time',
  otpAttemptsExhausted: 'too many codes were refused',
  attentionRaised: 'needs attention',
  attentionCleared: 'needs attention no more',
  retryRequested: 'a retry was asked for',
  profileAttached: 'IIFL profile attached',
  profileNotAttached: 'no IIFL profile attached',
  cancelRequested: 'a cancellation was asked for',
  abandoned: 'given up',
  closed: 'closed',
};

export const PROBLEM_WORDS: Record<OtpProblem, string> = {
  malformed: 'last code had the wrong form',
  repeated: 'last code was tried before',
  refused: 'last code refused',
  unconfirmed: 'last code may be used up; a new one is needed',
};

export const ATTENTION_WORDS: Record<AttentionReason, string> = {
  'iserveu-access': 'iServeU refuses our credentials',
  'iserveu-agent': 'iServeU does not accept the agent',
  'iserveu-contract': 'iServeU answers outside its contract',
  'iserveu-unavailable': 'iServeU does not answer',
  'iifl-access': 'IIFL refuses our credentials or session',
  'iifl-contract': 'IIFL answers outside its contract',
  'iifl-unavailable': 'IIFL does not answer',
  'webhook-undelivered': 'the webhook does not take the outcome',
};

export const ENRICHMENT_WORDS: Record<Enrichment, string> = {
  enriched: 'IIFL profile attached',
  notRequested: 'not asked for',
  noRecord: 'IIFL knows no such client',
  invalidClientCode: 'IIFL refused the client code',
  mismatch: "the IIFL profile's mobile number is another; dropped",
  unavailable: 'IIFL was not to be had',
  cancelled: 'cancelled',
};
