import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
/** 96 bits. */
export const NONCE_BYTES = 12;
/** 128 bits. */
export const TAG_BYTES = 16;

/** What a ciphertext is bound to. */
export interface GcmBinding {
  key: KeyObject;
  /** Never used twice with one key. */
  nonce: Uint8Array;
  /** Authenticated, but neither encrypted nor stored; decryption needs the same bytes. */
  additionalData: Uint8Array;
}

/** AES-256-GCM: the ciphertext, as long as the plaintext, followed by the tag of 128 bits. */
export function encryptBytes({ key, nonce, additionalData }: GcmBinding, plaintext: Uint8Array): Buffer {
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(additionalData);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/**
 * The plaintext of the output of {@link encryptBytes}; `undefined` where a bit of it, the key, the nonce or the additional
 * data differs. The input must hold a whole tag.
 */
export function decryptBytes({ key, nonce, additionalData }: GcmBinding, encrypted: Uint8Array): Buffer | undefined {
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(additionalData);
  decipher.setAuthTag(encrypted.subarray(-TAG_BYTES));
  const plaintext = decipher.update(encrypted.subarray(0, -TAG_BYTES));
  try {
    return Buffer.concat([plaintext, decipher.final()]);
  } catch {
    return undefined;
  }
}
