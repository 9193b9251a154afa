import type { Payload } from '@temporalio/common';
import { decryptPayload, encryptPayload, formOf } from '../encrypted-payload.js';
import type { KeyRing, RingKey } from '../key-ring.js';
import { PayloadDecryptionFailed } from '../payload-decryption-failed.js';
import { fromJson, toJson, type JsonPayload } from './json-payloads.js';

/** Encrypts payloads under one key, each one. */
export function encodePayloads(payloads: readonly JsonPayload[], key: RingKey, namespace: string): JsonPayload[] {
  return payloads.map((payload) => toJson(encryptPayload(fromJson(payload), key, namespace)));
}

/** Payloads of which some were decrypted; the others are as they came. */
export interface DecodedPayloads {
  payloads: JsonPayload[];
  decrypted: number;
}

/** Decrypts the payloads that can be. */
export function decodePayloads(payloads: readonly JsonPayload[], ring: KeyRing, namespace: string): DecodedPayloads {
  let decrypted = 0;
  const decoded = payloads.map((given) => {
    const payload = fromJson(given);
    const opened = open(payload, ring, namespace);
    if (opened === payload) return given;
    decrypted += 1;
    return toJson(opened);
  });
  return { payloads: decoded, decrypted };
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
