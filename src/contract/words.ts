import { AFTER_UNCONFIRMED } from './otp.js';
import type { Enrichment, OnboardingOutcome } from './result.js';
import type { AttentionReason, OnboardingStage, OtpProblem, StepAttentionReason, TimelineEventName } from './status.js';

/** The contract's words in English, for commands and Temporal Web; machines get the words themselves. */

export const STAGE_WORDS: Record<OnboardingStage, string> = {
  checking: 'asking iServeU whether the customer is registered',
  awaitingOtp: 'waiting for the OTP',
  registering: 'registering with iServeU',
  enriching: 'fetching the IIFL client profile',
  closed: 'closed',
};

export const OUTCOME_WORDS: Record<OnboardingOutcome, string> = {
  registered: 'registered',
  alreadyRegistered: 'already registered',
  rejected: 'rejected by iServeU',
  otpExpired: 'ended: no OTP came in time',
  otpAttemptsExhausted: 'ended: iServeU refused too many OTPs',
};

export const EVENT_WORDS: Record<TimelineEventName, string> = {
  started: 'started',
  customerNotRegistered: 'iServeU: not registered yet',
  customerAlreadyRegistered: 'iServeU: registered already',
  kycFlagDisagrees: 'iServeU: KYC flag and status code disagree',
  otpAwaited: 'waiting for the OTP',
  otpSent: 'OTP sent to the customer',
  otpSendUnconfirmed: 'unconfirmed whether an OTP was sent',
  otpSendRefused: 'iServeU sent no OTP',
  otpMalformed: 'an OTP of the wrong form came in',
  otpRepeated: 'an OTP came in that was refused before',
  otpTried: 'OTP given to iServeU',
  otpRefused: 'OTP refused',
  registrationUnconfirmed: 'registration unconfirmed',
  registered: 'registered',
  registrationRejected: 'registration rejected',
  otpExpired: 'no OTP came in time',
  otpAttemptsExhausted: 'too many OTPs were refused',
  attentionRaised: 'needs attention',
  attentionCleared: 'no longer needs attention',
  retryRequested: 'retry requested',
  profileAttached: 'IIFL profile attached',
  profileNotAttached: 'no IIFL profile attached',
  cancelRequested: 'cancellation requested',
  abandoned: 'given up',
  closed: 'closed',
};

export const PROBLEM_WORDS: Record<OtpProblem, string> = {
  malformed: 'last OTP had the wrong form',
  repeated: 'last OTP was refused before',
  refused: 'last OTP refused',
  unconfirmed: `last OTP unconfirmed. ${AFTER_UNCONFIRMED}`,
};

export const ATTENTION_WORDS: Record<AttentionReason, string> = {
  'iserveu-access': 'iServeU refuses our credentials',
  'iserveu-agent': 'iServeU does not accept the agent',
  'iserveu-contract': 'iServeU answers outside its contract',
  'iserveu-unavailable': 'iServeU does not answer',
  'iifl-access': 'IIFL refuses our credentials or session',
  'iifl-contract': 'IIFL answers outside its contract',
  'iifl-unavailable': 'IIFL does not answer',
  'webhook-undelivered': 'the webhook has not accepted the end',
};

/** What a person does about each reason, before the step is tried again. */
export const ACTION_WORDS: Record<StepAttentionReason, string> = {
  'iserveu-access': "correct iServeU's credentials and ISERVEU_AUTH, and restart the workers",
  'iserveu-agent': 'have iServeU onboard the agent, or correct ISERVEU_USERNAME and restart the workers',
  'iserveu-contract': 'ask iServeU about the cause',
  'iserveu-unavailable': 'wait, or call iServeU',
  'iifl-access': "renew IIFL's session or keys, or correct them, and restart the workers",
  'iifl-contract': 'ask IIFL about the cause',
  'iifl-unavailable': 'wait, or call IIFL',
};

export const ENRICHMENT_WORDS: Record<Enrichment, string> = {
  enriched: 'IIFL profile attached',
  notRequested: 'not requested',
  noRecord: 'IIFL knows no such client',
  invalidClientCode: 'IIFL refused the client code',
  mismatch: 'the IIFL profile has another mobile number; dropped',
  unavailable: 'IIFL did not answer',
  cancelled: 'cancelled',
};
