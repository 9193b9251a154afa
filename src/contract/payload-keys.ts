/** One key that payloads are encrypted under. */
export interface PayloadKey {
  /** 1 to 64 letters, digits, `.`, `_` and `-`. Stands in clear text beside every payload that the key encrypted. */
  id: string;
  /** 32 random bytes: AES-256. */
  key: Uint8Array;
}

/**
 * How payloads are kept on the Temporal server: encrypted under the first key, while all keys decrypt; or `none`, clear
 * text, which anyone who can read the server's database or Temporal Web can read too.
 */
export type PayloadKeys = 'none' | readonly [PayloadKey, ...PayloadKey[]];

/** Either the keys, or all that is wrong: each completes the sentence "PAYLOAD_KEYS …" and shows no value. */
export type PayloadKeysReading = { keys: PayloadKeys } | { problems: string[] };

/** Completes the sentence "PAYLOAD_KEYS …" where it has no entry at all. */
export const PAYLOAD_KEYS_FORM =
  'must be id:base64,id:base64 and so on, where the first key encrypts and all decrypt, or the word none for clear text';

const ID = /^[A-Za-z0-9._-]{1,64}$/;
/** 32 bytes are 43 digits and one padding sign. */
const KEY = /^[A-Za-z0-9+/]{43}=$/;

/** Whether a text can be the id of a key. */
export function isPayloadKeyId(text: string): boolean {
  return ID.test(text);
}

/** Reads keys written as the variable `PAYLOAD_KEYS` has them: `id:base64,id:base64`, or the single word `none`. */
export function parsePayloadKeys(text: string): PayloadKeysReading {
  if (text === 'none') return { keys: 'none' };
  const entries = text.split(',').map(splitEntry);
  const problems = entries.flatMap(({ id, key }, index) => [
    ...(isPayloadKeyId(id)
      ? []
      : [`entry ${index + 1} must begin with an id of 1 to 64 letters, digits, ".", "_" or "-"`]),
    ...(KEY.test(key) ? [] : [`entry ${index + 1} must have, after a colon, the base64 text of exactly 32 bytes`]),
    ...(isRepeated(entries, index) ? [`entry ${index + 1} must not have the id of an earlier entry`] : []),
  ]);
  const [first, ...others] = entries.map(({ id, key }) => ({ id, key: Buffer.from(key, 'base64') }));
  if (problems.length > 0 || first === undefined) return { problems: [PAYLOAD_KEYS_FORM, ...problems] };
  return { keys: [first, ...others] };
}

function splitEntry(entry: string): { id: string; key: string } {
  const colon = entry.indexOf(':');
  return colon < 0 ? { id: entry, key: '' } : { id: entry.slice(0, colon), key: entry.slice(colon + 1) };
}

function isRepeated(entries: readonly { id: string }[], index: number): boolean {
  return entries.findIndex(({ id }) => id === entries[index]?.id) < index;
}
