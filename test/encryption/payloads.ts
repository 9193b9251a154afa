import type { Payload } from '@temporalio/common';
import fc from 'fast-check';
import type { PayloadKey } from '../../src/contract/payload-keys.js';

/** Keys whose bytes are all the same; different from one another. */
export const KEY_A: PayloadKey = { id: 'a', key: Buffer.alloc(32, 0xa) };
export const KEY_B: PayloadKey = { id: 'b', key: Buffer.alloc(32, 0xb) };

export const NAMESPACE = 'test-namespace';

/** A payload as the default converter makes it. */
export function jsonPayload(value: unknown): Payload {
  return { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(JSON.stringify(value)) };
}

/** Any payload: any metadata, any bytes, without either. */
export const arbitraryPayload: fc.Arbitrary<Payload> = fc.record(
  {
    metadata: fc.dictionary(
      fc.oneof(fc.constantFrom('encoding', '__proto__'), fc.string({ unit: 'grapheme' })),
      fc.uint8Array(),
    ),
    data: fc.uint8Array({ maxLength: 2_000 }),
  },
  { requiredKeys: [] },
);

/** A payload in a form that can be compared: bytes as hex, nothing and the empty bytes alike. */
export function comparable({ metadata, data }: Payload): unknown {
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('hex')]);
  return { metadata: entries.sort(), data: Buffer.from(data ?? []).toString('hex') };
}

/** The metadata of a payload as texts. */
export function metadataOf({ metadata }: Payload): Record<string, string> {
  const entries = Object.entries(metadata ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name, Buffer.from(value).toString()]));
}
