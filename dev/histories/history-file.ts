import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';

/** An onboarding's history as the SDK replays it. */
export type History = Parameters<typeof historyToJSON>[0];

/** Keys whose values tell where the recording was made: process and host names, paths of source files. */
const PLACE_KEYS: ReadonlySet<string> = new Set(['identity', 'stackTrace', 'binaryChecksum', 'stickyAttributes']);

/** The history as text, one event a line, without a trace of the machine that it was recorded on. */
export function historyToText(history: History): string {
  const { events } = JSON.parse(historyToJSON(history)) as { events: object[] };
  const lines = events.map((event) => JSON.stringify(event, withoutPlace));
  return `{"events":[\n${lines.join(',\n')}\n]}\n`;
}

/** Reads what {@link historyToText} wrote. */
export function historyFromText(text: string): History {
  return historyFromJSON(JSON.parse(text));
}

function withoutPlace(this: object, key: string, value: unknown): unknown {
  if (PLACE_KEYS.has(key)) return undefined;
  // A worker's own queue is named after its process and host.
  if (key === 'taskQueue' && (value as { kind?: string }).kind === 'TASK_QUEUE_KIND_STICKY') return undefined;
  return value;
}
