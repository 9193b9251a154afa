import type { TimelineEventName } from '../../src/contract/status.js';

/** What each word of the timeline means to a newcomer. */
const SENTENCES: Record<TimelineEventName, string> = {
  started: 'asking iServeU whether the customer is registered',
  customerNotRegistered: 'iServeU: not yet registered',
  customerAlreadyRegistered: 'iServeU: registered already',
  kycFlagDisagrees: "iServeU's KYC flag and code disagree; the code is followed",
  otpAwaited: 'waiting for the code that the customer types',
  otpSent: 'iServeU has sent a code to the customer',
  otpSendUnconfirmed: 'iServeU may have sent a code, or not',
  otpSendRefused: 'iServeU sent no code',
  otpMalformed: 'what the customer typed is no code',
  otpRepeated: 'the customer typed a code that was tried before',
  otpTried: 'registering with the code',
  otpRefused: 'iServeU refused the code',
  registrationUnconfirmed: 'nobody knows whether iServeU registered the customer; asking again',
  registered: 'registered',
  registrationRejected: 'iServeU rejected the customer',
  otpExpired: 'no code came in time',
  otpAttemptsExhausted: 'too many wrong codes',
  attentionRaised: 'a person must look at this',
  attentionCleared: 'it works again',
  retryRequested: 'an operator asks to try again',
  profileAttached: 'IIFL client profile attached',
  profileNotAttached: 'no IIFL client profile attached',
  cancelRequested: 'cancelled',
  abandoned: 'given up',
  closed: 'done',
};

/** One line of the story. */
export function tell({ at, event }: { at: string; event: TimelineEventName }): string {
  return `  ${new Date(at).toLocaleTimeString('en-GB')}  ${SENTENCES[event]}`;
}
