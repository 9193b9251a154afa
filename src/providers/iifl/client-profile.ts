import { z } from 'zod';
import type { ClientProfile } from '../../contract/result.js';
import { pickFields, type JsonObject } from '../http/json-fields.js';
import { PROFILE_FIELDS } from './field-names.js';

type IiflField = keyof typeof PROFILE_FIELDS;
const NAMES = Object.keys(PROFILE_FIELDS) as IiflField[];

/** IIFL documents 350 characters at most; far more is a mistake, and every text goes into the onboarding's history. */
const MAX_TEXT = 1_000;

/** A whole number beyond 2^53 has lost digits by now; a wrong account number is worse than none. */
const exactNumber = z.number().refine((number) => !Number.isInteger(number) || Number.isSafeInteger(number));
const profileText = z.union([z.string(), exactNumber]).transform(String).pipe(z.string().max(MAX_TEXT));
const profileSchema = z.partialRecord(z.enum(NAMES), profileText);

/**
 * The documented fields of an answer's body as texts, empty ones left out; or the name of the first field that holds
 * anything else than a text or a number of at most 1000 characters.
 */
export function readClientProfile(body: JsonObject): { profile: ClientProfile } | { wrongField: string } {
  const parsed = profileSchema.safeParse(pickFields(body, NAMES));
  if (!parsed.success) return { wrongField: parsed.error.issues[0]?.path.join('.') ?? '' };
  const profile: ClientProfile = {};
  for (const name of NAMES) {
    const text = parsed.data[name];
    if (text !== undefined && text.trim() !== '') profile[PROFILE_FIELDS[name]] = text;
  }
  return { profile };
}
