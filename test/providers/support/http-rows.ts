import type { HttpResult } from '../../../src/providers/http/http-client.js';
import { answered } from './answers.js';

/** What every call makes of HTTP alone; a body of any content changes nothing. */
export interface HttpRow {
  name: string;
  result: HttpResult;
  /** get-customer and BackoffClientProfile. */
  read: object;
  registration: object;
  sendOtp: object;
}

const NOT_SENT = 'no connection: ECONNREFUSED';
const NO_ANSWER = 'no whole answer: ECONNRESET';
const TOO_LARGE = 'the answer is larger than 1 MiB';
const UNDECODABLE = 'the answer cannot be decoded';

/** A body that means success to each call: it must not count where the status says otherwise. */
const SUCCESS = { statusCode: '2', head: { status: '0' }, body: { Status: '0' } };

function unexpectedStatus(status: number): HttpRow {
  const cause = `HTTP ${status}`;
  return {
    name: `HTTP ${status}`,
    result: answered(SUCCESS, status),
    read: { kind: 'contractBroken', cause },
    registration: { kind: 'contractBroken', cause },
    sendOtp: { kind: 'declined' },
  };
}

function serverFault(status: number): HttpRow {
  const cause = `HTTP ${status}`;
  return {
    name: `HTTP ${status}`,
    result: answered(SUCCESS, status),
    read: { kind: 'unavailable', cause },
    registration: { kind: 'unconfirmed', cause },
    sendOtp: { kind: 'unconfirmed' },
  };
}

function accessDenied(status: number): HttpRow {
  const outcome = { kind: 'accessDenied', cause: `HTTP ${status}` };
  return {
    name: `HTTP ${status}`,
    result: answered(SUCCESS, status),
    read: outcome,
    registration: outcome,
    sendOtp: outcome,
  };
}

function undecodable(name: string, body: unknown): HttpRow {
  return {
    name,
    result: answered(body),
    read: { kind: 'contractBroken', cause: UNDECODABLE },
    registration: { kind: 'unconfirmed', cause: UNDECODABLE },
    sendOtp: { kind: 'unconfirmed' },
  };
}

export const HTTP_ROWS: HttpRow[] = [
  {
    name: 'no connection',
    result: { kind: 'notSent', cause: NOT_SENT },
    read: { kind: 'unavailable', cause: NOT_SENT },
    registration: { kind: 'notProcessed', cause: NOT_SENT },
    sendOtp: { kind: 'notProcessed', cause: NOT_SENT },
  },
  {
    name: 'no whole answer',
    result: { kind: 'noAnswer', cause: NO_ANSWER },
    read: { kind: 'unavailable', cause: NO_ANSWER },
    registration: { kind: 'unconfirmed', cause: NO_ANSWER },
    sendOtp: { kind: 'unconfirmed' },
  },
  {
    name: 'a 200 larger than 1 MiB',
    result: { kind: 'unreadable', status: 200, cause: TOO_LARGE },
    read: { kind: 'contractBroken', cause: TOO_LARGE },
    registration: { kind: 'unconfirmed', cause: TOO_LARGE },
    sendOtp: { kind: 'unconfirmed' },
  },
  {
    name: 'a 403 larger than 1 MiB',
    result: { kind: 'unreadable', status: 403, cause: TOO_LARGE },
    read: { kind: 'accessDenied', cause: 'HTTP 403' },
    registration: { kind: 'accessDenied', cause: 'HTTP 403' },
    sendOtp: { kind: 'accessDenied', cause: 'HTTP 403' },
  },
  ...[300, 301, 302, 307, 308, 400, 404, 405, 407, 409, 413, 418, 422, 600, 999].map(unexpectedStatus),
  ...[408, 500, 502, 503, 504, 599].map(serverFault),
  ...[401, 403].map(accessDenied),
  {
    name: 'HTTP 429',
    result: answered(SUCCESS, 429),
    read: { kind: 'throttled', cause: 'HTTP 429' },
    registration: { kind: 'throttled', cause: 'HTTP 429' },
    sendOtp: { kind: 'declined' },
  },
  {
    name: 'HTTP 429 with Retry-After',
    result: { kind: 'answer', status: 429, body: '', retryAfterMs: 7_000 },
    read: { kind: 'throttled', cause: 'HTTP 429', retryAfterMs: 7_000 },
    registration: { kind: 'throttled', cause: 'HTTP 429', retryAfterMs: 7_000 },
    sendOtp: { kind: 'declined' },
  },
  {
    name: 'HTTP 503 with Retry-After',
    result: { kind: 'answer', status: 503, body: '', retryAfterMs: 7_000 },
    read: { kind: 'unavailable', cause: 'HTTP 503', retryAfterMs: 7_000 },
    registration: { kind: 'unconfirmed', cause: 'HTTP 503' },
    sendOtp: { kind: 'unconfirmed' },
  },
  undecodable('an empty 200', ''),
  undecodable('a 200 of plain words', 'Customer verified successfully'),
  undecodable('a 200 of HTML', '<html><body>2</body></html>'),
  undecodable('a 200 of broken JSON', '{"statusCode":"2"'),
  undecodable('a 200 of the JSON null', 'null'),
  undecodable('a 200 of a JSON list', '[{"statusCode":"2"}]'),
  undecodable('a 200 of a JSON text', '"2"'),
];
