import { createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decryptBytes, encryptBytes } from '../../src/encryption/aes-256-gcm.js';

/** Known answers of NIST's Cryptographic Algorithm Validation Program, as its file has them. */
function vectorsOf(file: string): Record<string, string>[] {
  const text = readFileSync(new URL(`nist-vectors/${file}`, import.meta.url), 'utf8');
  const vectors: Record<string, string>[] = [];
  for (const line of text.split('\n')) {
    const [, name = '', value = ''] = /^(\w+)(?: =\s*(\w*))?$/.exec(line) ?? [];
    if (name === 'Count') vectors.push({});
    if (name !== '') Object.assign(vectors.at(-1) ?? {}, { [name]: value });
  }
  return vectors;
}

const hex = (text = '') => Buffer.from(text, 'hex');
const bindingOf = ({ Key, IV, AAD }: Record<string, string>) => ({
  key: createSecretKey(hex(Key)),
  nonce: hex(IV),
  additionalData: hex(AAD),
});

test('50 known answers of NIST: encryption gives this ciphertext and tag', () => {
  const vectors = vectorsOf('gcmEncryptExtIV256.rsp');
  expect(vectors).toHaveLength(50);
  for (const vector of vectors) {
    const encrypted = encryptBytes(bindingOf(vector), hex(vector['PT']));
    expect(encrypted.toString('hex')).toBe(`${vector['CT'] ?? ''}${vector['Tag'] ?? ''}`);
  }
});

test('50 known answers of NIST: 25 decrypt to this plaintext, 25 do not decrypt', () => {
  const vectors = vectorsOf('gcmDecrypt256.rsp');
  const answers = vectors.map((vector) => {
    const encrypted = hex(`${vector['CT'] ?? ''}${vector['Tag'] ?? ''}`);
    return decryptBytes(bindingOf(vector), encrypted)?.toString('hex');
  });
  expect(answers).toEqual(vectors.map((vector) => ('FAIL' in vector ? undefined : vector['PT'])));
  expect(answers.filter((answer) => answer === undefined)).toHaveLength(25);
});
