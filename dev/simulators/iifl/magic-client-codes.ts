import type { Fault } from '../shared/fault.js';
import {
  ACCESS_DENIED,
  INVALID_HEAD,
  INVALID_INPUT,
  INVALID_SESSION,
  INVALID_SESSION_IN_HEAD,
  NO_RECORD,
  NULL_BODY,
  profileFound,
  sampleProfile,
  SERVER_ISSUE,
} from './answers.js';

/** First letter of a client code → first three digits of its mobile number; the code's seven digits are the rest. */
const PREFIXES: Readonly<Record<string, string>> = { P: '987', M: '900' };

/** P6543210 is the client code of 9876543210, M0000002 of 9000000002. Nothing for any other form. */
export function mobileNumberOf(clientCode: string): string | undefined {
  const prefix = /^[PM]\d{7}$/.test(clientCode) ? PREFIXES[clientCode.charAt(0)] : undefined;
  return prefix === undefined ? undefined : prefix + clientCode.slice(1);
}

/** A client code that behaves in a way of its own, for people who play with the simulators. */
export interface MagicClientCode {
  clientCode: string;
  /** Completes the sentence "IIFL answers …". */
  behaviour: string;
  fault: Fault;
  times: number | 'always';
}

const OTHER_MOBILE = '9123456789';
const always = (clientCode: string, behaviour: string, json: unknown): MagicClientCode => ({
  clientCode,
  behaviour,
  fault: { kind: 'reply', json },
  times: 'always',
});

export const MAGIC_CLIENT_CODES: readonly MagicClientCode[] = [
  always('NORECORD', 'that there is no such client (1)', NO_RECORD),
  always('INVALID2', 'that the client code is not valid (2)', INVALID_INPUT),
  always('SERVERR1', 'that it has an issue of its own (-1), each time', SERVER_ISSUE),
  always('SESSION9', 'that the session is not valid (9)', INVALID_SESSION),
  always('SESSHEAD', 'that the session is not valid, in the head', INVALID_SESSION_IN_HEAD),
  always('DENIED02', 'that access is denied (-2)', ACCESS_DENIED),
  always('BADHEAD2', 'that the head is not valid (head 2, no body)', INVALID_HEAD),
  always('NULLBODY', 'an accepted head without a body', NULL_BODY),
  always('OTHERMOB', 'a profile with another mobile number', profileFound(sampleProfile('OTHERMOB', OTHER_MOBILE))),
  always('NOMOBILE', 'a profile without a mobile number', profileFound(sampleProfile('NOMOBILE', undefined))),
  {
    clientCode: 'P0000503',
    behaviour: 'HTTP 503 three times, then the profile of 9870000503',
    fault: { kind: 'status', status: 503 },
    times: 3,
  },
  {
    clientCode: 'P0000429',
    behaviour: 'HTTP 429 with Retry-After 5 s once, then the profile of 9870000429',
    fault: { kind: 'status', status: 429, headers: { 'retry-after': '5' } },
    times: 1,
  },
  {
    clientCode: 'DOWN0503',
    behaviour: 'HTTP 503, each time',
    fault: { kind: 'status', status: 503 },
    times: 'always',
  },
];
