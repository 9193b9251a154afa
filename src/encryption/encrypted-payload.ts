import { randomBytes } from 'node:crypto';
import type { Payload } from '@temporalio/common';
import proto from '@temporalio/proto';
import { isPayloadKeyId } from '../contract/payload-keys.js';
import { decryptBytes, encryptBytes, NONCE_BYTES, TAG_BYTES } from './aes-256-gcm.js';
import type { KeyRing, RingKey } from './key-ring.js';
import { ILLEGIBLE_KEY_ID, PayloadDecryptionFailed } from './payload-decryption-failed.js';

const PayloadMessage = proto.temporal.api.common.v1.Payload;

/** The metadata of an encrypted payload; all of it is clear text. docs/encryption.md describes the format. */
export const ENCODING_ENTRY = 'encoding';
export const KEY_ID_ENTRY = 'encryption-key-id';
export const CIPHER_ENTRY = 'encryption-cipher';

/** Value of the entry `encoding`. */
export const ENCRYPTED_ENCODING = 'binary/encrypted';
/** Value of the entry `encryption-cipher`: the algorithm, and the version of the layout around it. */
export const CIPHER = 'AES-256-GCM/1';

/** Encrypts a whole payload, its metadata included, for one namespace. */
export function encryptPayload(payload: Payload, { id, key }: RingKey, namespace: string): Payload {
  const nonce = randomBytes(NONCE_BYTES);
  const binding = { key, nonce, additionalData: additionalData(id, namespace) };
  const encrypted = encryptBytes(binding, PayloadMessage.encode(payload).finish());
  return {
    metadata: {
      [ENCODING_ENTRY]: bytes(ENCRYPTED_ENCODING),
      [KEY_ID_ENTRY]: bytes(id),
      [CIPHER_ENTRY]: bytes(CIPHER),
    },
    data: Buffer.concat([nonce, encrypted]),
  };
}

/** How a payload is encrypted. */
export type PayloadForm =
  /** Encrypted in our way. */
  | 'encrypted'
  /** Encrypted in another way: it names no key id, so none of our keys can decrypt it. */
  | 'foreign'
  | 'clear';

export function formOf({ metadata }: Payload): PayloadForm {
  if (text(metadata?.[ENCODING_ENTRY]) !== ENCRYPTED_ENCODING) return 'clear';
  return metadata?.[KEY_ID_ENTRY] === undefined ? 'foreign' : 'encrypted';
}

/**
 * Decrypts a payload. Where the plaintext is no payload, the encrypted one is returned, which no converter can read.
 *
 * @throws PayloadDecryptionFailed when the ring lacks its key, it was altered, or it was encrypted for another namespace
 */
export function decryptPayload(
  payload: Payload,
  ring: KeyRing,
  { namespace, workflowId }: { namespace: string; workflowId?: string | undefined },
): Payload {
  const { metadata, data } = payload;
  const keyId = text(metadata?.[KEY_ID_ENTRY]);
  const failed = (problem: PayloadDecryptionFailed['problem']) =>
    new PayloadDecryptionFailed(problem, isPayloadKeyId(keyId) ? keyId : ILLEGIBLE_KEY_ID, namespace, workflowId);

  if (text(metadata?.[CIPHER_ENTRY]) !== CIPHER) throw failed('unknownCipher');
  const ringKey = ring.find(keyId);
  if (ringKey === undefined) throw failed('unknownKey');
  if (data == null || data.length < NONCE_BYTES + TAG_BYTES) throw failed('truncated');
  const binding = {
    key: ringKey.key,
    nonce: data.subarray(0, NONCE_BYTES),
    additionalData: additionalData(keyId, namespace),
  };
  const plaintext = decryptBytes(binding, data.subarray(NONCE_BYTES));
  if (plaintext === undefined) throw failed('notAuthentic');
  return readPayload(plaintext) ?? payload;
}

function readPayload(plaintext: Uint8Array): Payload | undefined {
  try {
    const { metadata, data, externalPayloads } = PayloadMessage.decode(plaintext);
    return { metadata, data, ...(externalPayloads.length > 0 && { externalPayloads }) };
  } catch {
    // A holder of the key wrote it, but not in our format.
    return undefined;
  }
}

/**
 * What the tag authenticates beside the ciphertext: cipher, key id and namespace, each as the length of its UTF-8 bytes in
 * four bytes (big-endian) followed by these bytes, so that two different sets never give the same bytes.
 */
export function additionalData(keyId: string, namespace: string): Buffer {
  return Buffer.concat(
    [CIPHER, keyId, namespace].flatMap((each) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(Buffer.byteLength(each));
      return [length, bytes(each)];
    }),
  );
}

function bytes(value: string): Buffer {
  return Buffer.from(value, 'utf8');
}

function text(value: Uint8Array | undefined): string {
  return value === undefined ? '' : Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8');
}
