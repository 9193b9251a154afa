import { SafeError } from '../contract/safe-error.js';

/**
 * What a log may tell of an error: of our own its message, of any other its name and where it was thrown, since a
 * library's message may quote what it was given.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (error instanceof SafeError) return { errorName: error.name, why: error.message };
  if (!(error instanceof Error)) return { errorName: typeof error };
  return { errorName: error.name, at: callsIn(error) };
}

/** The lines of a stack that name a place in a file; the message, which may have several lines, is left out. */
function callsIn({ stack = '', message }: Error): string[] {
  const calls = stack.slice(stack.indexOf(message) + message.length);
  return calls.split('\n').filter((line) => /^ +at .+:\d+:\d+\)?$/.test(line));
}
