import { MAX_RETRY_AFTER_MS } from '../../contract/time-limits.js';

const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? [\w :-]+$/;

/**
 * The pause that a Retry-After header asks for, in ms, at most {@link MAX_RETRY_AFTER_MS}. `undefined` where it asks
 * for none: absent, zero, in the past, or neither whole seconds nor an HTTP date (RFC 9110, 10.2.3).
 */
export function readRetryAfter(header: string | null, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  const pauseMs = /^\d+$/.test(text) ? Number(text) * 1_000 : parseHttpDate(text) - nowMs;
  return pauseMs > 0 ? Math.min(pauseMs, MAX_RETRY_AFTER_MS) : undefined;
}

/** Milliseconds since 1970, or NaN. */
function parseHttpDate(text: string): number {
  if (!HTTP_DATE.test(text)) return NaN;
  // The asctime form names no zone; every HTTP date is in GMT.
  return Date.parse(text.endsWith(' GMT') ? text : `${text} GMT`);
}
