import { parseJsonObject, pickFields, type JsonObject } from '../http/json-fields.js';
import type { IserveuAuth } from './config.js';
import { decrypt, encrypt } from './encryption.js';

/** A request as it goes over the wire. */
export interface SealedRequest {
  headers: Record<string, string>;
  body: unknown;
}

/**
 * Puts a request into the form that the account's mode asks for. To be called anew for each call: in encrypted mode the
 * headers hold the time, and iServeU refuses one that is more than 5 minutes old.
 */
export function sealRequest(fields: object, auth: IserveuAuth, nowMs: number): SealedRequest {
  const credentials = { client_id: auth.clientId, client_secret: auth.clientSecret.reveal() };
  if (auth.mode === 'plain') return { headers: credentials, body: fields };
  const encryptionKey = auth.encryptionKey.reveal();
  // iServeU's table says seconds, its sample milliseconds; public code that works sends seconds as a text.
  const secrets = { ...credentials, epoch: String(Math.floor(nowMs / 1_000)) };
  return {
    headers: { pass_key: auth.passKey.reveal(), header_secrets: encrypt(JSON.stringify(secrets), encryptionKey) },
    body: { RequestData: encrypt(JSON.stringify(fields), encryptionKey) },
  };
}

/**
 * The fields of an answer, or nothing where it cannot be decoded. In encrypted mode an answer without `ResponseData` is
 * in the clear; one whose `ResponseData` does not decrypt to an object (iServeU also sends plain words and an encrypted
 * `null`) is not decodable.
 */
export function openAnswer(body: string, auth: IserveuAuth): JsonObject | undefined {
  const outer = parseJsonObject(body);
  if (auth.mode === 'plain' || outer === undefined) return outer;
  if (!Object.keys(outer).some((name) => name.toLowerCase() === 'responsedata')) return outer;
  const { ResponseData: sealed } = pickFields(outer, ['ResponseData']);
  const text = typeof sealed === 'string' ? decrypt(sealed, auth.encryptionKey.reveal()) : undefined;
  return text === undefined ? undefined : parseJsonObject(withoutNoise(text));
}

/** iServeU's pages warn of junk after the decrypted JSON; `trim` takes away a byte order mark too. */
function withoutNoise(text: string): string {
  return text.slice(0, text.lastIndexOf('}') + 1).trim();
}
