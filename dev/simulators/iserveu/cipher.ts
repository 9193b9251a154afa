import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/*
 * iServeU's message cipher, written from its own description and not shared with src/, so that the tests compare two
 * implementations: AES-256-CBC, PKCS padding, a random 16-byte IV in front of the ciphertext, the whole in base64.
 */
const CIPHER = 'aes-256-cbc';
const IV_BYTES = 16;

/** The 32 bytes of a base64 key. @throws Error where it has another length. */
export function decodeKey(base64: string): Buffer {
  const key = Buffer.from(base64, 'base64');
  if (key.byteLength !== 32) throw new Error('The encryption key must be 32 bytes in base64.');
  return key;
}

export function encrypt(key: Buffer, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

/** The clear text, or nothing where it was not made with this key. */
export function decrypt(key: Buffer, base64: string): string | undefined {
  const whole = Buffer.from(base64, 'base64');
  try {
    const decipher = createDecipheriv(CIPHER, key, whole.subarray(0, IV_BYTES));
    return Buffer.concat([decipher.update(whole.subarray(IV_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
