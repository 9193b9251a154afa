import { z } from 'zod';

/** What `String.prototype.trim` takes away, written out since engines of other languages differ about `\s`. */
const SPACE = '\\u0009-\\u000d\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff';

/** A text of 1 to `max` characters (not UTF-16 units) after trimming. */
export function trimmedText(max: number): z.ZodString {
  return z.string().regex(new RegExp(`^[${SPACE}]*[^${SPACE}](?:[\\s\\S]{0,${max - 2}}[^${SPACE}])?[${SPACE}]*$`, 'u'));
}

/** A text with something else than spaces in it. */
export const INKED_TEXT = new RegExp(`[^${SPACE}]`, 'u');

/** ISO 8601, UTC. */
export const utcTime = () => z.string().meta({ format: 'date-time' });

/** All keys of a record that names each word once: a list that the compiler holds to the contract's union. */
export function wordsOf<Word extends string>(record: Record<Word, true>): [Word, ...Word[]] {
  return Object.keys(record) as [Word, ...Word[]];
}
