import type { HttpResult } from '../http/http-client.js';
import { judgeHttp, type HttpVerdict } from '../http/http-verdict.js';
import type { IserveuAuth } from './config.js';
import { openAnswer } from './envelope.js';
import { readReply, type IserveuReply } from './reply.js';

/** How far an answer of iServeU could be read, whichever call it belongs to. */
export type IserveuAnswer =
  | { kind: 'reply'; reply: IserveuReply }
  /** An object without a usable status code, or with a field of the wrong type. */
  | { kind: 'malformed'; cause: string }
  | Exclude<HttpVerdict, { kind: 'ok' }>;

/** Judges by HTTP first, then decodes. Whatever is no JSON object is `unreadable`, like a body that is too large. */
export function readIserveuAnswer(result: HttpResult, auth: IserveuAuth): IserveuAnswer {
  const verdict = judgeHttp(result);
  if (verdict.kind !== 'ok') return verdict;
  const fields = openAnswer(verdict.body, auth);
  if (fields === undefined) return { kind: 'unreadable', cause: 'the answer cannot be decoded' };
  const read = readReply(fields);
  return 'reply' in read
    ? { kind: 'reply', reply: read.reply }
    : { kind: 'malformed', cause: `${read.wrongField} is missing or of the wrong type` };
}

/** Cause of a fault for a code that is not in iServeU's table; the code itself is a value. */
export const UNKNOWN_CODE = 'statusCode is not one of the documented codes';

/** Code 4 of every call. */
export const SERVER_ISSUE = 'iServeU reports an internal server issue (code 4)';

const AGENT_NOT_SET_UP = /user\s*not\s*onboarded|user\s*name\s*must\s*not\s*be\s*empty/i;

/** Whether the text of a -1 is about the agent `username`, which is ours to set up; the customer is not meant. */
export function isAboutAgent({ text }: IserveuReply): boolean {
  return AGENT_NOT_SET_UP.test(text);
}
