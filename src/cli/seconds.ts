import { UsageError } from './usage-error.js';

const MAX_SECONDS = 2_592_000;

/** `--wait` in ms; fractions are allowed, at most 30 days. */
export function secondsToMs(text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (!(seconds <= MAX_SECONDS)) throw new UsageError(`--wait must be a number of seconds from 0 to ${MAX_SECONDS}`);
  return Math.round(seconds * 1_000);
}
