import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-cbc';
const IV_BYTES = 16;

/**
 * iServeU's encryption: AES-256-CBC with PKCS 7 padding under a key of 32 bytes, a random IV of 16 bytes put before the
 * ciphertext, the whole in base64. Source: developer.iserveu.in, imps-lite-withencryption/aes-enc-dec.
 */
export function encrypt(text: string, key: Buffer): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

/** The text, or nothing where it was not encrypted under this key. There is no seal: only TLS guards against changes. */
export function decrypt(base64: string, key: Buffer): string | undefined {
  const bytes = Buffer.from(base64, 'base64');
  try {
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
