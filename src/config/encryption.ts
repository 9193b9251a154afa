import { parsePayloadKeys, PAYLOAD_KEYS_FORM, type PayloadKeys } from '../contract/payload-keys.js';
import type { EnvironmentReader } from './environment.js';

/** Reads `PAYLOAD_KEYS`. It is required, so that clear text must be asked for, as `none`. */
export function readPayloadKeys(reader: EnvironmentReader): PayloadKeys {
  return readKeys(reader) ?? 'none';
}

/** What a worker does with starts, signals and updates that arrive in clear text although there are keys. */
export type ClearTextRule = 'take' | 'refuse';

/** How a worker encrypts payloads, and what it does with payloads that arrive in clear text. */
export interface PayloadProtection {
  payloadKeys: PayloadKeys;
  clearText: ClearTextRule;
}

/** Reads `PAYLOAD_KEYS` and `PAYLOAD_CLEAR_TEXT`, which is `take` where it is absent. */
export function readPayloadProtection(reader: EnvironmentReader): PayloadProtection {
  const keys = readKeys(reader);
  const clearText = reader.oneOf('PAYLOAD_CLEAR_TEXT', ['take', 'refuse'], 'take');
  if (clearText === 'refuse' && keys === 'none') {
    reader.report('PAYLOAD_CLEAR_TEXT', 'must not be refuse with PAYLOAD_KEYS=none: everything is clear text then');
  }
  return { payloadKeys: keys ?? 'none', clearText };
}

/** `undefined` where the variable has a problem, which is reported. */
function readKeys(reader: EnvironmentReader): PayloadKeys | undefined {
  const problemsBefore = reader.problems.length;
  const text = reader.optionalText('PAYLOAD_KEYS');
  if (reader.problems.length > problemsBefore) return undefined;
  const reading = text === undefined ? { problems: [`is required, and ${PAYLOAD_KEYS_FORM}`] } : parsePayloadKeys(text);
  if ('keys' in reading) return reading.keys;
  for (const problem of reading.problems) reader.report('PAYLOAD_KEYS', problem);
  return undefined;
}
