import { createSecretKey, type KeyObject } from 'node:crypto';
import type { PayloadKeys } from '../contract/payload-keys.js';

/** A key ready for use; printing it shows its id alone. */
export interface RingKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** The keys of one process: the first encrypts, all decrypt. Without any, everything is written in clear text. */
export class KeyRing {
  private readonly keys: ReadonlyMap<string, RingKey>;
  /** The key that encrypts; absent where payloads are kept in clear text. */
  readonly first: RingKey | undefined;

  /** @throws TypeError for a key that is not 32 bytes long, or two keys of one id */
  constructor(keys: PayloadKeys) {
    const ring = keys === 'none' ? [] : keys.map(({ id, key }) => ({ id, key: secretKey(id, key) }));
    this.first = ring[0];
    this.keys = new Map(ring.map((each) => [each.id, each]));
    if (this.keys.size < ring.length) throw new TypeError('Two payload keys have the same id.');
  }

  /** The key of this id; `undefined` where the ring has none. */
  find(id: string): RingKey | undefined {
    return this.keys.get(id);
  }
}

function secretKey(id: string, key: Uint8Array): KeyObject {
  if (key.length !== 32) throw new TypeError(`The payload key ${id} must be 32 bytes long.`);
  return createSecretKey(key);
}
