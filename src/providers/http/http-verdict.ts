import type { ReadFault } from './fault.js';
import type { HttpResult } from './http-client.js';

/** What HTTP alone says about a call; the same for every provider. Only an `ok` body is worth reading. */
export type HttpVerdict =
  /** 2xx. */
  | { kind: 'ok'; body: string }
  /** 2xx, but its body is too large or cannot be decoded. */
  | { kind: 'unreadable'; cause: string }
  | { kind: 'notSent'; cause: string }
  | { kind: 'noAnswer'; cause: string }
  /** 401 or 403. */
  | { kind: 'accessDenied'; cause: string }
  /** 429. */
  | { kind: 'throttled'; cause: string; retryAfterMs?: number }
  /** 408 or 5xx: the server did not get through with it. */
  | { kind: 'serverFault'; cause: string; retryAfterMs?: number }
  /** Any other status: no page allows it. */
  | { kind: 'unexpectedStatus'; cause: string };

/** Judges by the status first: only 2xx bodies follow the providers' pages. */
export function judgeHttp(result: HttpResult): HttpVerdict {
  if (result.kind === 'notSent' || result.kind === 'noAnswer') return result;
  const { status, retryAfterMs } = result;
  const cause = `HTTP ${status}`;
  const pause = retryAfterMs !== undefined && { retryAfterMs };
  if (status >= 200 && status <= 299) {
    return result.kind === 'answer' ? { kind: 'ok', body: result.body } : { kind: 'unreadable', cause: result.cause };
  }
  if (status === 401 || status === 403) return { kind: 'accessDenied', cause };
  if (status === 429) return { kind: 'throttled', cause, ...pause };
  if (status === 408 || (status >= 500 && status <= 599)) return { kind: 'serverFault', cause, ...pause };
  return { kind: 'unexpectedStatus', cause };
}

/** What a read makes of a verdict that brings no body: a read may be repeated, so lost and unsent are the same. */
export function readFaultOf(verdict: Exclude<HttpVerdict, { kind: 'ok' }>): ReadFault {
  switch (verdict.kind) {
    case 'accessDenied':
    case 'throttled':
      return verdict;
    case 'notSent':
    case 'noAnswer':
    case 'serverFault':
      return { ...verdict, kind: 'unavailable' };
    case 'unreadable':
    case 'unexpectedStatus':
      return { kind: 'contractBroken', cause: verdict.cause };
  }
}
