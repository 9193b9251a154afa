import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Payload } from '@temporalio/common';
import { decryptPayload, encryptPayload, formOf } from '../encryption/encrypted-payload.js';
import type { KeyRing, RingKey } from '../encryption/key-ring.js';
import { PayloadDecryptionFailed } from '../encryption/payload-decryption-failed.js';
import { fromJson, toJson, type JsonPayload } from './json-payloads.js';
import { Refusal } from './refusal.js';

/** Twice the largest body; only unusual payloads grow that much. */
const MAX_ANSWER_CHARACTERS = 16 * 1024 * 1024;
/** How long one request is worked on before other requests get a turn. */
const SLICE_MS = 5;

/** The converted payloads. */
export interface Converted {
  /** The whole body of the answer. */
  json: string;
  /** How many payloads were converted; the others are unchanged. */
  decrypted: number;
}

/** Encrypts each payload under one key. @throws Refusal 413 */
export function encodePayloads(payloads: readonly JsonPayload[], key: RingKey, namespace: string): Promise<Converted> {
  return convertEach(payloads, (given) => toJson(encryptPayload(fromJson(given), key, namespace)));
}

/** Decrypts the payloads that can be decrypted. @throws Refusal 413 */
export function decodePayloads(payloads: readonly JsonPayload[], ring: KeyRing, namespace: string): Promise<Converted> {
  return convertEach(payloads, (given) => {
    const payload = fromJson(given);
    const opened = open(payload, ring, namespace);
    return opened === payload ? undefined : toJson(opened);
  });
}

/** Converts payloads one after the other; a payload for which `convert` returns `undefined` is left unchanged. */
async function convertEach(
  payloads: readonly JsonPayload[],
  convert: (given: JsonPayload) => JsonPayload | undefined,
): Promise<Converted> {
  const texts: string[] = [];
  let characters = 0;
  let decrypted = 0;
  let sliceBeganAt = performance.now();
  for (const given of payloads) {
    if (performance.now() - sliceBeganAt > SLICE_MS) {
      await othersTurn();
      sliceBeganAt = performance.now();
    }
    const converted = convert(given);
    if (converted !== undefined) decrypted += 1;
    const text = JSON.stringify(converted ?? given);
    characters += text.length;
    if (characters > MAX_ANSWER_CHARACTERS)
      throw new Refusal(413, 'The answer would be too large. Send fewer payloads.');
    texts.push(text);
  }
  return { json: `{"payloads":[${texts.join(',')}]}`, decrypted };
}

function open(payload: Payload, ring: KeyRing, namespace: string): Payload {
  if (formOf(payload) !== 'encrypted') return payload;
  try {
    return decryptPayload(payload, ring, { namespace });
  } catch (error) {
    if (error instanceof PayloadDecryptionFailed) return payload;
    throw error;
  }
}
