import type { Payload } from '@temporalio/common';
import { HttpRefusal } from './http-refusal.js';

/** A payload in JSON: metadata and data in base64. It may have further fields, which stay as they came. */
export interface JsonPayload {
  metadata?: Record<string, string> | null;
  data?: string | null;
}

/** Reads `{"payloads":[…]}` and leaves each payload as it stands there. @throws HttpRefusal 400 */
export function readPayloads(body: string): JsonPayload[] {
  const parsed = parseJson(body);
  const payloads = isObject(parsed) ? (parsed['payloads'] ?? []) : undefined;
  if (Array.isArray(payloads) && payloads.every(isPayload)) return payloads;
  throw new HttpRefusal(400, 'The body must be {"payloads":[{"metadata":{…},"data":…}]}, all values in base64.');
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

/** As protobuf's JSON has bytes: either alphabet, with or without padding. */
function isBase64(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9+/_-]*={0,2}$/.test(value);
}

/** The payload that a JSON one stands for. */
export function fromJson({ metadata, data }: JsonPayload): Payload {
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value, 'base64')] as const);
  return {
    metadata: Object.fromEntries(entries),
    ...(data != null && { data: Buffer.from(data, 'base64') }),
  };
}

/** A payload in JSON; without `data` where it has none. */
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
