import type { OnboardingStatus, StepAttentionReason } from './status.js';
import { ACTION_WORDS, ATTENTION_WORDS, OUTCOME_WORDS, PROBLEM_WORDS, STAGE_WORDS } from './words.js';

/** Sentences about a status, for the command and for Temporal Web: one home, so that both say the same. */

/** How times are written; each place where a status is read has its own zone. `iso` is ISO 8601. */
export interface TimeFormat {
  clock: (iso: string) => string;
  dateAndClock: (iso: string) => string;
}

/** Where an onboarding stands. */
export function standing({ stage, outcome }: OnboardingStatus): string {
  const words = STAGE_WORDS[stage];
  return outcome === undefined ? words : `${OUTCOME_WORDS[outcome]} (${words})`;
}

/** What the wait for an OTP is about, one fact each; empty where none is awaited or tried. */
export function aboutOtp({ otp }: OnboardingStatus, { clock }: TimeFormat): string[] {
  if (otp === undefined) return [];
  const { deadline, attemptsLeft, lastProblem, sends, resendAvailableAt } = otp;
  return [
    `OTP until ${clock(deadline)}, ${count(attemptsLeft, 'attempt')} left`,
    ...(lastProblem === undefined ? [] : [PROBLEM_WORDS[lastProblem]]),
    ...(sends === 0 ? [] : [`asked iServeU ${count(sends, 'time')} to send an OTP`]),
    ...(resendAvailableAt === undefined ? [] : [`a new OTP may be requested from ${clock(resendAvailableAt)}`]),
  ];
}

/** Why an onboarding needs a person, one fact each; empty where it does not. */
export function aboutAttention({ attention }: OnboardingStatus, { clock, dateAndClock }: TimeFormat): string[] {
  if (attention === undefined) return [];
  const { reason, cause, since, nextTryAt } = attention;
  const next = nextTryAt === undefined ? 'no retry by itself' : `next try at ${clock(nextTryAt)}`;
  return [
    `needs attention since ${dateAndClock(since)}: ${reason} (${ATTENTION_WORDS[reason]}), ${next}`,
    ...(cause === undefined ? [] : [`cause: ${cause}`]),
  ];
}

/** What a person does about an attention; both commands can be run as they stand. */
export function whatToDo(
  reason: StepAttentionReason,
  workflowId: string,
): { action: string; retryOne: string; retryAll: string } {
  return {
    action: ACTION_WORDS[reason],
    retryOne: `onboarding retry ${workflowId}`,
    retryAll: `onboarding retry --attention ${reason}`,
  };
}

function count(number: number, word: string): string {
  return `${number} ${number === 1 ? word : `${word}s`}`;
}
