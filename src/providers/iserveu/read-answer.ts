import { z } from 'zod';
import { isSameMobileNumber } from '../http/mobile-number.js';
import type { HttpResult } from '../http/http-client.js';
import { judgeHttp, type HttpVerdict } from '../http/http-verdict.js';
import { pickFields } from '../http/json-fields.js';
import type { IserveuAuth } from './config.js';
import { openAnswer } from './envelope.js';

/** What all of iServeU's answers have in common. */
export interface IserveuReply {
  /** Trimmed; iServeU writes it as a text or a number, sometimes with spaces. */
  statusCode: string;
  /** The status text on one line, at most 350 characters; empty where there is none. Never to be decided on alone. */
  text: string;
  /** Whether an officially valid document is on file; reported, never decided on, so an odd value counts as none. */
  kycFlag?: boolean;
}

/** How far an answer of iServeU could be read, whichever call it belongs to. */
export type IserveuAnswer =
  | { kind: 'reply'; reply: IserveuReply }
  /** An object with a field that is missing, of the wrong type, or about another customer. */
  | { kind: 'malformed'; cause: string }
  | Exclude<HttpVerdict, { kind: 'ok' }>;

/** Longest text that is taken from an answer, in characters. */
const MAX_TEXT = 350;

const textOrNumber = z.union([z.string(), z.number()]).transform(String);

const replySchema = z.object({
  mobileNumber: textOrNumber.optional(),
  statusCode: textOrNumber.pipe(z.string().trim().min(1)),
  statusDesc: textOrNumber.transform(onOneLine).default(''),
  KYCTypeFlag: z.unknown().optional().transform(readFlag),
});

/**
 * Judges by HTTP first, then decodes. Whatever is not a JSON object is `unreadable`, like a body that is too large.
 * `mobileNumber`: the customer asked about; an answer about another one must not be believed.
 */
export function readIserveuAnswer(result: HttpResult, auth: IserveuAuth, mobileNumber?: string): IserveuAnswer {
  const verdict = judgeHttp(result);
  if (verdict.kind !== 'ok') return verdict;
  const fields = openAnswer(verdict.body, auth);
  if (fields === undefined) return { kind: 'unreadable', cause: 'the answer cannot be decoded' };
  const parsed = replySchema.safeParse(pickFields(fields, ['mobileNumber', 'statusCode', 'statusDesc', 'KYCTypeFlag']));
  if (!parsed.success) {
    return { kind: 'malformed', cause: `${parsed.error.issues[0]?.path.join('.')} is missing or of the wrong type` };
  }
  const { mobileNumber: answered = '', statusCode, statusDesc: text, KYCTypeFlag: kycFlag } = parsed.data;
  if (mobileNumber !== undefined && answered.trim() !== '' && !isSameMobileNumber(answered, mobileNumber)) {
    return { kind: 'malformed', cause: "mobileNumber is another customer's" };
  }
  return { kind: 'reply', reply: { statusCode, text, ...(kycFlag !== undefined && { kycFlag }) } };
}

/** Cause of a fault for a status code that is not in iServeU's table; the code itself is a value. */
export const UNKNOWN_STATUS_CODE = 'statusCode is not one of the documented codes';

const AGENT_NOT_SET_UP = /user\s*not\s*onboarded|user\s*name\s*must\s*not\s*be\s*empty/i;

/** Whether the text of a -1 is about the agent `username`, which is ours to set up, and not about the customer. */
export function isAboutAgent({ text }: IserveuReply): boolean {
  return AGENT_NOT_SET_UP.test(text);
}

/** Control characters, line ends and half characters become spaces: the text is shown to people. */
function onOneLine(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ').trim();
  return [...clean.slice(0, 2 * MAX_TEXT)].slice(0, MAX_TEXT).join('');
}

function readFlag(value: unknown): boolean | undefined {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (word === true || word === 'true') return true;
  if (word === false || word === 'false') return false;
  return undefined;
}
