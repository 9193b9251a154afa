import type { Payload } from '@temporalio/common';
import { Refusal } from './refusal.js';

/** A payload in JSON: metadata and data in base64. It may have further fields, which stay as they came. */
export interface JsonPayload {
  metadata?: Record<string, string> | null;
  data?: string | null;
}

/** More than a page of history, which Temporal Web sends to be decoded in one request. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** Temporal Web and the CLI send the payloads of one event or of one call together: a few, seldom a hundred. */
export const MAX_PAYLOADS = 1_000;
/** How often each may occur in a body: a payload is an object with two members, one of which has about five members. */
const MAX_CHARACTERS = { '{': 10 * MAX_PAYLOADS, '[': 10 * MAX_PAYLOADS, ',': 50 * MAX_PAYLOADS };

/**
 * Reads `{"payloads":[…]}` without changing a payload. Too large a number is refused before the body is parsed, since a
 * small body could otherwise become a million objects.
 *
 * @throws Refusal 400, 413
 */
export function readPayloads(body: Buffer): JsonPayload[] {
  for (const [character, limit] of Object.entries(MAX_CHARACTERS)) {
    if (holdsMoreThan(limit, character, body)) throw tooMany();
  }
  const parsed = parseJson(body);
  const payloads = isObject(parsed) ? (parsed['payloads'] ?? []) : undefined;
  if (Array.isArray(payloads) && payloads.length > MAX_PAYLOADS) throw tooMany();
  if (Array.isArray(payloads) && payloads.every(isPayload)) return payloads;
  throw new Refusal(400, 'The body must be {"payloads":[{"metadata":{…},"data":…}]} in UTF-8, all values in base64.');
}

function tooMany(): Refusal {
  return new Refusal(413, `The body holds more than ${MAX_PAYLOADS} payloads. Send them in several requests.`);
}

function holdsMoreThan(limit: number, character: string, body: Buffer): boolean {
  let count = 0;
  for (let at = body.indexOf(character); at >= 0; at = body.indexOf(character, at + 1)) {
    count += 1;
    if (count > limit) return true;
  }
  return false;
}

function isPayload(value: unknown): value is JsonPayload {
  if (!isObject(value)) return false;
  const { metadata, data } = value;
  const isMetadata = metadata == null || (isObject(metadata) && Object.values(metadata).every(isBase64));
  return isMetadata && (data == null || isBase64(data));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Bytes in protobuf's JSON: either base64 alphabet, with or without padding. */
function isBase64(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9+/_-]*={0,2}$/.test(value);
}

/** Converts a payload from JSON. */
export function fromJson({ metadata, data }: JsonPayload): Payload {
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value, 'base64')] as const);
  return {
    metadata: Object.fromEntries(entries),
    ...(data != null && { data: Buffer.from(data, 'base64') }),
  };
}

/** Converts a payload to JSON, without `data` where it has none. */
export function toJson({ metadata, data }: Payload): JsonPayload {
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [name, toBase64(value)] as const);
  return {
    metadata: Object.fromEntries(entries),
    ...(data != null && data.length > 0 && { data: toBase64(data) }),
  };
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
