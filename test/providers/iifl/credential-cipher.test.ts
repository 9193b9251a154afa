import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encryptCredential } from '../../../src/providers/iifl/credential-cipher.js';

test('the text demoUser01 under a made-up key', () => {
  expect(encryptCredential('demoUser01', 'made-up-encryption-key-0123456789')).toBe('jxPTCJ3jrnmgo1GfJ6Qfvw==');
});

/** The same by Web Crypto, an implementation of its own. */
async function encryptByWebCrypto(text: string, encryptionKey: string): Promise<string> {
  const { subtle } = globalThis.crypto;
  const encode = (value: string) => new TextEncoder().encode(value);
  const salt = Uint8Array.from([
    0x53, 0x47, 0x1a, 0x3a, 0x36, 0x23, 0x16, 0x0b, 0x53, 0x47, 0x1a, 0x3a, 0x36, 0x23, 0x16, 0x0b,
  ]);
  const password = await subtle.importKey('raw', encode(encryptionKey), 'PBKDF2', false, ['deriveBits']);
  const material = await subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-1', salt, iterations: 1_000 }, password, 384);
  const key = await subtle.importKey('raw', material.slice(16), 'AES-CBC', false, ['encrypt']);
  const iv = new Uint8Array(material.slice(0, 16));
  return Buffer.from(await subtle.encrypt({ name: 'AES-CBC', iv }, key, encode(text))).toString('base64');
}

test('any text under any key is what Web Crypto makes of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1 }), fc.string({ minLength: 1, unit: 'grapheme' }), async (text, key) => {
      expect(encryptCredential(text, key)).toBe(await encryptByWebCrypto(text, key));
    }),
    { numRuns: 50 },
  );
});
