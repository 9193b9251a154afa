import { webcrypto } from 'node:crypto';
import type { Payload } from '@temporalio/common';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { additionalData } from '../../src/encryption/encrypted-payload.js';
import { KeyRing } from '../../src/encryption/key-ring.js';
import { EncryptionCodec } from '../../src/encryption/payload-codec.js';
import { documentedValue } from './documented-format.js';
import { arbitraryPayload, comparable, jsonPayload, metadataOf } from './payloads.js';
import { readProtobuf, writeProtobuf } from './payload-protobuf.js';

/* The format as docs/encryption.md tells it, against WebCrypto and a protobuf of our own. */

const hex = (what: string) => Buffer.from(documentedValue(what), 'hex');
const KEY = { id: 'k1', key: hex('key') };
const NAMESPACE = 'default';
const codec = new EncryptionCodec({ ring: new KeyRing([KEY]), namespace: NAMESPACE });

const algorithm = (nonce: Uint8Array) => ({
  name: 'AES-GCM',
  iv: Uint8Array.from(nonce),
  additionalData: Uint8Array.from(hex('additional data')),
  tagLength: 128,
});
const webKey = webcrypto.subtle.importKey('raw', Uint8Array.from(KEY.key), 'AES-GCM', false, ['encrypt', 'decrypt']);

async function encryptByWebCrypto(payload: Payload, nonce: Buffer): Promise<Payload> {
  const plaintext = Uint8Array.from(writeProtobuf(payload));
  const encrypted = await webcrypto.subtle.encrypt(algorithm(nonce), await webKey, plaintext);
  return {
    metadata: {
      encoding: Buffer.from('binary/encrypted'),
      'encryption-key-id': Buffer.from('k1'),
      'encryption-cipher': Buffer.from('AES-256-GCM/1'),
    },
    data: Buffer.concat([nonce, Buffer.from(encrypted)]),
  };
}

async function decryptByWebCrypto({ data }: Payload): Promise<Payload> {
  const bytes = Buffer.from(data ?? []);
  const encrypted = Uint8Array.from(bytes.subarray(12));
  const plaintext = await webcrypto.subtle.decrypt(algorithm(bytes.subarray(0, 12)), await webKey, encrypted);
  return readProtobuf(Buffer.from(plaintext));
}

describe('the test vector of docs/encryption.md', () => {
  const payload = jsonPayload({ otp: '123456' });

  test('the additional data', () => {
    expect(additionalData('k1', NAMESPACE).toString('hex')).toBe(documentedValue('additional data'));
  });

  test('lengths are those of the UTF-8 bytes', () => {
    expect(additionalData('k', 'कुंजी').subarray(22).toString('hex')).toBe(
      `0000000f${Buffer.from('कुंजी').toString('hex')}`,
    );
  });

  test('the serialized payload', () => {
    expect(writeProtobuf(payload).toString('hex')).toBe(documentedValue('payload, serialized'));
  });

  test('the data, which opens', async () => {
    const sealed = await encryptByWebCrypto(payload, hex('nonce'));
    expect(Buffer.from(sealed.data ?? []).toString('hex')).toBe(documentedValue('encrypted data'));
    const [opened] = await codec.decode([sealed]);
    expect(comparable(opened ?? {})).toEqual(comparable(payload));
  });
});

describe('any payload', () => {
  test('that WebCrypto encrypted as documented opens', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPayload, fc.uint8Array({ minLength: 12, maxLength: 12 }), async (payload, nonce) => {
        const [opened] = await codec.decode([await encryptByWebCrypto(payload, Buffer.from(nonce))]);
        expect(comparable(opened ?? {})).toEqual(comparable(payload));
      }),
    );
  });

  test('that the codec encrypted opens as documented by WebCrypto', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPayload, async (payload) => {
        const [sealed] = await codec.encode([payload]);
        expect(Object.keys(metadataOf(sealed ?? {})).sort()).toEqual([
          'encoding',
          'encryption-cipher',
          'encryption-key-id',
        ]);
        expect(comparable(await decryptByWebCrypto(sealed ?? {}))).toEqual(comparable(payload));
      }),
    );
  });
});
