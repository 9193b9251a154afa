import type { Payload, SerializationContext } from '@temporalio/common';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PayloadKeys } from '../../src/contract/payload-keys.js';
import { encryptBytes } from '../../src/encryption/aes-256-gcm.js';
import type { ClearTextHandler } from '../../src/encryption/clear-text.js';
import { additionalData } from '../../src/encryption/encrypted-payload.js';
import { KeyRing } from '../../src/encryption/key-ring.js';
import { EncryptionCodec } from '../../src/encryption/payload-codec.js';
import { PayloadDecryptionFailed } from '../../src/encryption/payload-decryption-failed.js';
import { arbitraryPayload, comparable, jsonPayload, KEY_A, KEY_B, metadataOf, NAMESPACE } from './payloads.js';

const SECRET = 'Asha Rao of 12 MG Road';
const WORKFLOW: SerializationContext = { type: 'workflow', namespace: NAMESPACE, workflowId: 'onboarding-1' };

function codecOf(payloadKeys: PayloadKeys, namespace = NAMESPACE, onClearText?: ClearTextHandler): EncryptionCodec {
  return new EncryptionCodec({ ring: new KeyRing(payloadKeys), namespace, ...(onClearText && { onClearText }) });
}

async function encrypted(payload: Payload = jsonPayload({ name: SECRET }), codec = codecOf([KEY_A])): Promise<Payload> {
  const [sealed] = await codec.encode([payload]);
  if (sealed === undefined) throw new Error('nothing was encoded');
  return sealed;
}

async function failureOf(payload: Payload, codec: EncryptionCodec): Promise<PayloadDecryptionFailed> {
  const error: unknown = await codec.decode([payload], WORKFLOW).catch((each: unknown) => each);
  if (!(error instanceof PayloadDecryptionFailed)) throw new Error(`no PayloadDecryptionFailed but ${String(error)}`);
  return error;
}

describe('any payloads', () => {
  test('come back as they were, in their order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryPayload, { maxLength: 4 }), async (payloads) => {
        const codec = codecOf([KEY_A, KEY_B]);
        const decoded = await codec.decode(await codec.encode(payloads, WORKFLOW), WORKFLOW);
        expect(decoded.map(comparable)).toEqual(payloads.map(comparable));
      }),
    );
  });

  test('show nothing of themselves but how long they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 8 }), async (secret) => {
        const { metadata, data } = await encrypted({ metadata: { encoding: secret }, data: secret });
        expect(Buffer.from(data ?? []).includes(Buffer.from(secret))).toBe(false);
        expect(metadataOf({ metadata: metadata ?? {} })).toEqual({
          encoding: 'binary/encrypted',
          'encryption-key-id': 'a',
          'encryption-cipher': 'AES-256-GCM/1',
        });
      }),
    );
  });

  test('do not open once a single bit of them is another', async () => {
    const sealed = await encrypted();
    const data = Buffer.from(sealed.data ?? []);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: data.length * 8 - 1 }), async (bit) => {
        const altered = Buffer.from(data);
        altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect((await failureOf({ ...sealed, data: altered }, codecOf([KEY_A]))).problem).toBe('notAuthentic');
      }),
    );
  });

  test('do not open once they are cut off anywhere', async () => {
    const sealed = await encrypted();
    const data = Buffer.from(sealed.data ?? []);
    for (let length = 0; length < data.length; length += 1) {
      const cutOff = { ...sealed, data: data.subarray(0, length) };
      expect((await failureOf(cutOff, codecOf([KEY_A]))).problem).toBe(length < 28 ? 'truncated' : 'notAuthentic');
    }
  });
});

test('the same payload never looks the same twice', async () => {
  const seen = new Set<string>();
  for (let time = 0; time < 100; time += 1) seen.add(Buffer.from((await encrypted()).data ?? []).toString('hex'));
  expect(seen.size).toBe(100);
});

test('a payload that looks encrypted is encrypted like any other', async () => {
  const codec = codecOf([KEY_A]);
  const once = await encrypted();
  const [opened] = await codec.decode([await encrypted(once)]);
  expect(comparable(opened ?? {})).toEqual(comparable(once));
});

describe('key rings', () => {
  test('the first key encrypts, every key decrypts', async () => {
    const old = await encrypted();
    const rotated = codecOf([KEY_B, KEY_A]);
    const present = await encrypted(jsonPayload(1), rotated);
    expect(metadataOf(present)['encryption-key-id']).toBe('b');
    const opened = await rotated.decode([old, present]);
    expect(opened.map(comparable)).toEqual([jsonPayload({ name: SECRET }), jsonPayload(1)].map(comparable));
  });

  test('without keys payloads are written and read as they are', async () => {
    const payloads = [jsonPayload(1), {}, { metadata: {} }];
    const codec = codecOf('none');
    expect(await codec.encode(payloads, WORKFLOW)).toEqual(payloads);
    expect(await codec.decode(payloads, WORKFLOW)).toEqual(payloads);
  });

  test('what is encrypted is an error without keys too', async () => {
    expect(await failureOf(await encrypted(), codecOf('none'))).toMatchObject({ problem: 'unknownKey', keyId: 'a' });
  });
});

describe('errors', () => {
  const changed = async (metadata: Record<string, string>): Promise<Payload> => {
    const sealed = await encrypted();
    const entries = Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value)]);
    return { ...sealed, metadata: { ...sealed.metadata, ...(Object.fromEntries(entries) as Record<string, Buffer>) } };
  };
  const impostor = { id: 'a', key: KEY_B.key };

  test.each<[string, () => Promise<Payload>, EncryptionCodec, Partial<PayloadDecryptionFailed>]>([
    ['a key that the ring lacks', () => encrypted(), codecOf([KEY_B]), { problem: 'unknownKey', keyId: 'a' }],
    ['another key of the same id', () => encrypted(), codecOf([impostor]), { problem: 'notAuthentic', keyId: 'a' }],
    ['another namespace', () => encrypted(), codecOf([KEY_A], 'other'), { problem: 'notAuthentic', keyId: 'a' }],
    [
      'the id of another key',
      () => changed({ 'encryption-key-id': 'b' }),
      codecOf([KEY_A, KEY_B]),
      { problem: 'notAuthentic', keyId: 'b' },
    ],
    [
      'another cipher',
      () => changed({ 'encryption-cipher': 'AES-256-GCM/2' }),
      codecOf([KEY_A]),
      { problem: 'unknownCipher', keyId: 'a' },
    ],
    [
      'a text that is no key id',
      () => changed({ 'encryption-key-id': `${SECRET}\n` }),
      codecOf([KEY_A]),
      { problem: 'unknownKey', keyId: '(not a key id)' },
    ],
  ])('%s is named with its key id, the workflow, and no data', async (_case, make, codec, expected) => {
    const failure = await failureOf(await make(), codec);
    expect(failure).toMatchObject({ ...expected, name: 'PayloadDecryptionFailed', workflowId: 'onboarding-1' });
    expect(failure.message).toContain(`under the key ${failure.keyId}`);
    expect(failure.message).not.toContain(SECRET);
    expect(JSON.stringify(failure)).not.toContain(SECRET);
  });

  test('a namespace and a key id that run together as the same text are not mistaken for one another', async () => {
    const first = { id: 'ab', key: KEY_A.key };
    const second = { id: 'a', key: KEY_A.key };
    const sealed = await encrypted(undefined, codecOf([first], 'c'));
    const relabelled = { ...sealed, metadata: { ...sealed.metadata, 'encryption-key-id': Buffer.from('a') } };
    expect((await failureOf(relabelled, codecOf([second], 'bc'))).problem).toBe('notAuthentic');
  });

  test('a data converter of one namespace does not write into another', async () => {
    await expect(codecOf([KEY_A], 'other').encode([jsonPayload(1)], WORKFLOW)).rejects.toThrow(
      `made for the namespace other, not ${NAMESPACE}`,
    );
  });
});

describe('what nobody here encrypted', () => {
  test('encrypted without a key id is left as it is, for no key of ours can open it', async () => {
    const foreign: Payload = { metadata: { encoding: Buffer.from('binary/encrypted') }, data: Buffer.from('sealed') };
    const onClearText = () => {
      throw new Error('it is not clear text');
    };
    expect(await codecOf([KEY_A], NAMESPACE, onClearText).decode([foreign], WORKFLOW)).toEqual([foreign]);
  });

  test('clear text is what the handler says, where there are keys', async () => {
    const clear = jsonPayload(1);
    const seen: unknown[] = [];
    const onClearText: ClearTextHandler = (payload, context) => {
      seen.push([payload, context]);
      return jsonPayload('instead');
    };
    expect(await codecOf([KEY_A], NAMESPACE, onClearText).decode([clear], WORKFLOW)).toEqual([jsonPayload('instead')]);
    expect(seen).toEqual([[clear, WORKFLOW]]);
    expect(await codecOf('none', NAMESPACE, onClearText).decode([clear], WORKFLOW)).toEqual([clear]);
    expect(await codecOf([KEY_A]).decode([clear], WORKFLOW)).toEqual([clear]);
  });

  test('who has a key and encrypts something else than a payload is read as unreadable, not as garbage', async () => {
    const key = new KeyRing([KEY_A]).first?.key;
    if (key === undefined) throw new Error('the ring has no key');
    const nonce = Buffer.alloc(12);
    const binding = { key, nonce, additionalData: additionalData('a', NAMESPACE) };
    const sealed = await encrypted();
    const wrong = { ...sealed, data: Buffer.concat([nonce, encryptBytes(binding, Buffer.from('{"otp":"123456"}'))]) };
    expect(await codecOf([KEY_A]).decode([wrong])).toEqual([wrong]);
  });
});
