/** @import { Answer, State, Status, Submission, TimelineEventName, View } from './types.js' */

/** @param {State} state @param {Status} status @returns {State} */
export function withStatus(state, status) {
  const { submission } = state;
  const isSettled =
    submission?.answer !== undefined && status.stage !== 'registering' && !same(status, submission.since);
  return {
    ...state,
    status,
    trouble: undefined,
    problem: same(status, state.status) ? state.problem : undefined,
    submission: isSettled ? undefined : submission,
  };
}

/** @param {State} state @returns {State} */
export const withSubmission = (state) => ({ ...state, problem: undefined, submission: { since: state.status } });

/** @param {State} state @param {Answer} answer @returns {State} */
export function withAnswer(state, answer) {
  const heard = { ...state, trouble: undefined };
  switch (answer.kind) {
    case 'dead':
      return { ...heard, isDead: true, submission: undefined };
    case 'notTaken':
      return { ...heard, problem: answer.problem, submission: undefined };
    case 'later':
      return { ...state, trouble: 'busy' };
    default:
      return { ...heard, submission: { since: state.submission?.since, answer } };
  }
}

/** Which view a state means. @param {State} state @returns {View} */
export function viewOf({ status, isDead, trouble, submission }) {
  if (isDead) return 'dead';
  if (status === undefined) return trouble === undefined ? 'loading' : 'unreachable';
  const { stage, outcome, attention } = status;
  if (outcome !== undefined) return outcome;
  if (stage === 'closed') return 'ended';
  const fate = fateOf(submission);
  if (fate?.result === 'registered' || fate?.result === 'rejected') return fate.result;
  if (stage === 'checking') return attention ? 'attention' : 'checking';
  if (fate !== undefined) return fate.attemptsLeft > 0 ? 'code' : 'trying';
  if (stage === 'registering' && attention) return 'attentionWithCode';
  return stage === 'awaitingOtp' && submission === undefined ? 'code' : 'trying';
}

/** Whether the customer will see nothing new. @param {State} state */
export const isOver = ({ status, isDead }) =>
  isDead === true || status?.outcome !== undefined || status?.stage === 'closed';

/** What was wrong with the last code. @param {State} state */
export function problemOf({ status, submission, problem }) {
  if (problem !== undefined) return problem;
  const result = fateOf(submission)?.result;
  if (result === 'refused' || result === 'unconfirmed') return result;
  return lastOf(status, ABOUT_CODES)?.event === 'otpSent' ? undefined : status?.otp?.lastProblem;
}

/** How many more codes may be wrong. @param {State} state */
export const attemptsLeft = ({ status, submission }) => fateOf(submission)?.attemptsLeft ?? status?.otp?.attemptsLeft;

/** The last event about sending an OTP. @param {Status} status */
export const lastSend = (status) => lastOf(status, SENDS);

/** Whether we have had an OTP sent to the customer. @param {State} state */
export const hasSent = ({ status }) => status?.timeline.some(({ event }) => event === 'otpSent') === true;

/** @type {TimelineEventName[]} */
const SENDS = ['otpSent', 'otpSendUnconfirmed', 'otpSendRefused'];
/** @type {TimelineEventName[]} */
const ABOUT_CODES = ['otpSent', 'otpMalformed', 'otpRepeated', 'otpRefused', 'registrationUnconfirmed'];

/** The latest of these words in a timeline. @param {Status | undefined} status @param {TimelineEventName[]} words */
function lastOf(status, words) {
  const events = (status?.timeline ?? []).filter(({ event }) => words.includes(event));
  return events[events.length - 1];
}

/** @param {Submission | undefined} submission */
const fateOf = (submission) => (submission?.answer?.kind === 'fate' ? submission.answer.fate : undefined);

/** @param {Status} one @param {Status | undefined} other */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
