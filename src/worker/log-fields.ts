import type { LogEntry } from '@temporalio/worker';
import { PAYLOAD_DECRYPTION_FAILED } from '../contract/decryption-failure.js';
import { PayloadDecryptionFailed } from '../encryption/payload-decryption-failed.js';

/** What a log line of the SDK becomes in our log. */
export interface LoggedLine {
  text: string;
  fields: Record<string, unknown>;
}

/**
 * A log line of the SDK without data: of an error only what it is, never its text, since a library's message may quote
 * what it was given. Where an activity could not begin, its task, and with it its input, is left out too.
 */
export function withoutData({ message, meta = {} }: Pick<LogEntry, 'message' | 'meta'>): LoggedLine {
  const { error, task, taskEncoded: _taskEncoded, ...rest } = meta as Record<string, unknown>;
  return {
    // The SDK puts the error's text into this message.
    text: task === undefined ? message : 'an activity could not begin',
    fields: { ...rest, ...describeError(error) },
  };
}

function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return error === undefined ? {} : { error };
  const kind = errorKind(error);
  // Our own words, which name the key.
  if (kind === PAYLOAD_DECRYPTION_FAILED) return { error: kind, problem: error.message, ...workflowOf(error) };
  return { error: kind };
}

/** The SDK does not know the workflow yet when it fails at the first task's input. */
function workflowOf(error: Error): Record<string, unknown> {
  return error instanceof PayloadDecryptionFailed && error.workflowId !== undefined
    ? { workflowId: error.workflowId }
    : {};
}

function errorKind(error: Error): string {
  const { type } = error as { type?: unknown };
  return typeof type === 'string' ? type : error.name;
}
