import { z } from 'zod';
import { pickFields, type JsonObject } from '../http/json-fields.js';

/** Longest text we take from an answer, in characters. */
const MAX_TEXT = 350;

/** What all of iServeU's answers have in common. */
export interface IserveuReply {
  /** The status code, trimmed; iServeU writes it as a text or a number, sometimes with spaces. */
  code: string;
  /** The status text on one line, at most 350 characters; empty where there is none. Never to be decided on alone. */
  text: string;
  /** Whether an officially valid document is on file; reported, never decided on, so an odd value counts as none. */
  kycFlag?: boolean;
}

const textOrNumber = z.union([z.string(), z.number()]).transform(String);

const replySchema = z.object({
  statusCode: textOrNumber.pipe(z.string().trim().min(1)),
  statusDesc: textOrNumber.transform(onOneLine).default(''),
  KYCTypeFlag: z.unknown().optional().transform(readFlag),
});

/** The reply in an answer's fields, or the path of the first field that is missing or of the wrong type. */
export function readReply(fields: JsonObject): { reply: IserveuReply } | { wrongField: string } {
  const parsed = replySchema.safeParse(pickFields(fields, ['statusCode', 'statusDesc', 'KYCTypeFlag']));
  if (!parsed.success) return { wrongField: parsed.error.issues[0]?.path.join('.') ?? '' };
  const { statusCode, statusDesc, KYCTypeFlag: kycFlag } = parsed.data;
  return { reply: { code: statusCode, text: statusDesc, ...(kycFlag !== undefined && { kycFlag }) } };
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
