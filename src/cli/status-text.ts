import type { OnboardingStatus, TimelineEvent } from '../contract/status.js';
import { localClock, localDateAndClock } from './local-time.js';
import { ATTENTION_WORDS, EVENT_WORDS, OUTCOME_WORDS, PROBLEM_WORDS, STAGE_WORDS } from '../contract/words.js';

/** The status for people: where it stands, what it waits for, what has happened. */
export function statusText(status: OnboardingStatus): string {
  const stage = STAGE_WORDS[status.stage];
  const outcome = status.outcome && OUTCOME_WORDS[status.outcome];
  const happened = status.timeline.map(({ at, event }) => `  ${localDateAndClock(at)}  ${EVENT_WORDS[event]}`);
  return [
    `${status.mobileNumber}  ${outcome === undefined ? stage : `${outcome} (${stage})`}`,
    ...waitingFor(status).map((words) => `  ${words}`),
    ...happened,
  ].join('\n');
}

/**
 * One line for each thing that happened since the status before, the newest with what is waited for now; one line too
 * for a change without an event, such as a new time of the next try.
 */
export function watchLines(before: OnboardingStatus | undefined, status: OnboardingStatus, nowIso: string): string[] {
  const events = newEvents(before, status);
  const details = status.stage === 'closed' ? [] : waitingFor(status);
  const line = (at: string, words: string): string => `${localClock(at)}  ${status.mobileNumber}  ${words}`;
  const newest = events.at(-1);
  if (newest === undefined) return [line(nowIso, [STAGE_WORDS[status.stage], ...details].join('; '))];
  return [
    ...events.slice(0, -1).map(({ at, event }) => line(at, EVENT_WORDS[event])),
    line(newest.at, [EVENT_WORDS[newest.event], ...details].join('; ')),
  ];
}

/** A timeline keeps its newest events only, so the last one seen is looked for from the end. */
function newEvents(before: OnboardingStatus | undefined, { timeline }: OnboardingStatus): TimelineEvent[] {
  const seen = before?.timeline ?? [];
  if (timeline.length > seen.length) return timeline.slice(seen.length);
  const last = seen.at(-1);
  const position = timeline.findLastIndex(({ at, event }) => at === last?.at && event === last.event);
  return timeline.slice(position + 1);
}

function waitingFor({ otp, attention }: OnboardingStatus): string[] {
  const words: string[] = [];
  if (otp !== undefined) {
    const { deadline, attemptsLeft, lastProblem, resendAvailableAt } = otp;
    words.push(
      `OTP until ${localClock(deadline)}, ${attemptsLeft} ${attemptsLeft === 1 ? 'attempt' : 'attempts'} left`,
    );
    if (lastProblem !== undefined) words.push(PROBLEM_WORDS[lastProblem]);
    if (resendAvailableAt !== undefined) words.push(`a new OTP may be requested from ${localClock(resendAvailableAt)}`);
  }
  if (attention !== undefined) {
    const { reason, since, nextTryAt } = attention;
    const next = nextTryAt === undefined ? 'no retry by itself' : `next try at ${localClock(nextTryAt)}`;
    words.push(`needs attention since ${localDateAndClock(since)}: ${reason} (${ATTENTION_WORDS[reason]}), ${next}`);
  }
  return words;
}
