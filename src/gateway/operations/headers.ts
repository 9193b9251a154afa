import { z } from 'zod';
import { REQUEST_ID_HEADER } from '../request-id.js';
import { Problem } from '../problems/problem.js';

/** Headers that operations understand, as the OpenAPI document describes them. */
export const REQUEST_HEADERS = {
  'Idempotency-Key': {
    schema: z.string().regex(/^[!-~]{1,255}$/),
    description: 'Makes a repetition of this request safe; a random UUID is a good one. Never personal, never the OTP.',
  },
  Prefer: {
    schema: z.string(),
    description: '`wait=N`: wait up to N seconds, at most 60, for the outcome (RFC 7240).',
  },
  'If-None-Match': {
    schema: z.string(),
    description: 'ETag of an earlier answer; 304 where nothing has changed.',
  },
  'Last-Event-ID': {
    schema: z.string(),
    description: 'Id of the last event seen; it is not sent again.',
  },
  [REQUEST_ID_HEADER]: {
    schema: z.string(),
    description:
      'Your id of this request, for logs: a UUID or 1 to 128 letters, digits, `.`, `_`, `:` and `-`; never personal.',
  },
} as const satisfies Record<string, { schema: z.ZodType<string>; description: string }>;

export type HeaderName = keyof typeof REQUEST_HEADERS;

const MAX_WAIT_SECONDS = 60;

/** Seconds of `Prefer: wait=N`, at most a minute; a preference that cannot be read is ignored, as RFC 7240 asks. */
export function waitSeconds(prefer = ''): number {
  const [, seconds = '0'] = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:$|[,;])/i.exec(prefer) ?? [];
  return Math.min(Number(seconds), MAX_WAIT_SECONDS);
}

/** @throws Problem `invalid-request` for a key of the wrong form */
export function checkIdempotencyKey(key: string | undefined): string | undefined {
  if (key === undefined || REQUEST_HEADERS['Idempotency-Key'].schema.safeParse(key).success) return key;
  const problem = 'must be 1 to 255 printable ASCII characters without spaces';
  throw new Problem('invalid-request', { problems: [{ field: 'Idempotency-Key', problem }] });
}

/** Whether `If-None-Match` names this tag; weak tags count as strong ones, as RFC 9110 asks. */
export function namesTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const named = ifNoneMatch.split(',').map((entry) => entry.trim().replace(/^W\//, ''));
  return named.includes('*') || named.includes(`"${tag}"`);
}
