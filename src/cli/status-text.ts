import type { OnboardingStatus, TimelineEvent } from '../contract/status.js';
import { localClock, localDateAndClock } from './local-time.js';
import { aboutAttention, aboutOtp, standing, whatToDo, type TimeFormat } from '../contract/status-text.js';
import { EVENT_WORDS, STAGE_WORDS } from '../contract/words.js';

const TIMES: TimeFormat = { clock: localClock, dateAndClock: localDateAndClock };

/** The status for people: where it stands, what it waits for, what to do, what has happened. */
export function statusText(status: OnboardingStatus, workflowId: string): string {
  const happened = status.timeline.map(({ at, event }) => `${localDateAndClock(at)}  ${EVENT_WORDS[event]}`);
  const lines = [...waitingFor(status), ...nextStep(status, workflowId), ...happened];
  return [`${status.mobileNumber}  ${standing(status)}`, ...lines.map((line) => `  ${line}`)].join('\n');
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

function waitingFor(status: OnboardingStatus): string[] {
  return [...aboutOtp(status, TIMES), ...aboutAttention(status, TIMES)];
}

function nextStep({ attention }: OnboardingStatus, workflowId: string): string[] {
  if (attention === undefined) return [];
  const { action, retryOne, retryAll } = whatToDo(attention.reason, workflowId);
  return [`what to do: ${action}`, `then ${retryOne}, or for all ${retryAll}`];
}
