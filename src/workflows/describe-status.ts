import { aboutAttention, aboutOtp, standing, whatToDo, type TimeFormat } from '../contract/status-text.js';
import type { OnboardingStatus } from '../contract/status.js';
import { EVENT_WORDS } from '../contract/words.js';
import { indiaTime } from './india-time.js';

/** Temporal Web shows them on half a page; the query `status` has all. */
const MAX_EVENTS = 20;

/** A wait may end on another day, so the clock alone says too little. */
const TIMES: TimeFormat = { clock: indiaTime, dateAndClock: indiaTime };

/** The status as Markdown, for the current details that Temporal Web shows. */
export function describeStatus(status: OnboardingStatus, workflowId: string): string {
  const { mobileNumber, timeline } = status;
  const shown = timeline.slice(-MAX_EVENTS);
  const paragraphs = [
    `**${standing(status)}** \`${mobileNumber}\``,
    list(aboutOtp(status, TIMES)),
    attentionText(status, workflowId),
    table(shown),
    shown.length < timeline.length ? `The newest ${MAX_EVENTS} of ${timeline.length} events.` : '',
  ];
  return paragraphs.filter((text) => text !== '').join('\n\n');
}

function attentionText(status: OnboardingStatus, workflowId: string): string {
  const [first, ...more] = aboutAttention(status, TIMES);
  if (first === undefined || status.attention === undefined) return '';
  const { action, retryOne, retryAll } = whatToDo(status.attention.reason, workflowId);
  return `**${first}**\n\n${list([...more, `what to do: ${action}`, `then \`${retryOne}\`, or for all \`${retryAll}\``])}`;
}

function table(timeline: OnboardingStatus['timeline']): string {
  if (timeline.length === 0) return '';
  // Temporal Web sets cells side by side without a gap; code has a margin of its own.
  const rows = timeline.map(({ at, event }) => `| \`${indiaTime(at)}\` | ${EVENT_WORDS[event]} |`);
  return ['| time | event |', '| --- | --- |', ...rows].join('\n');
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
