import { createCipheriv, pbkdf2Sync } from 'node:crypto';

const SALT = Buffer.from('53471a3a3623160b53471a3a3623160b', 'hex');
const ROUNDS = 1_000;
const IV_BYTES = 16;
const KEY_BYTES = 32;

/**
 * A user id or password as IIFL's login wants it: AES-256-CBC in base64, under a key and an IV that PBKDF2 makes from
 * the account's encryption key. The same text always gives the same cipher. Source: docs/provider-coverage.md, login.
 */
export function encryptCredential(text: string, encryptionKey: string): string {
  const material = pbkdf2Sync(encryptionKey, SALT, ROUNDS, IV_BYTES + KEY_BYTES, 'sha1');
  const cipher = createCipheriv('aes-256-cbc', material.subarray(IV_BYTES), material.subarray(0, IV_BYTES));
  return cipher.update(text, 'utf8', 'base64') + cipher.final('base64');
}
