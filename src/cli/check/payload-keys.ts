import { OnboardingError } from '../../client/errors.js';
import { newestStart } from '../../client/namespace-facts.js';
import { readPayloadKeys } from '../../config/encryption.js';
import { readEnvironment, type Environment } from '../../config/environment.js';
import { KeyRing } from '../../encryption/key-ring.js';
import { EncryptionCodec } from '../../encryption/payload-codec.js';
import { PayloadDecryptionFailed } from '../../encryption/payload-decryption-failed.js';
import { NOT_USABLE, usable } from './environment.js';
import { ok, skipped, wrong, type Finding } from './finding.js';
import type { NamespaceLook } from './temporal.js';

/** Encrypts and decrypts a made-up payload; where Temporal answers, also decrypts what the newest onboarding began with. */
export async function checkPayloads(env: Environment, look?: NamespaceLook): Promise<Finding> {
  const payloadKeys = usable(() => readEnvironment(env, readPayloadKeys));
  if (payloadKeys === undefined) return skipped('payload keys', NOT_USABLE);
  if (payloadKeys === 'none') {
    const found = 'PAYLOAD_KEYS=none: whatever a customer gives is kept in clear text on the Temporal server';
    return wrong('payload keys', found, 'set PAYLOAD_KEYS in every process before a real customer comes');
  }
  const codec = new EncryptionCodec({ ring: new KeyRing(payloadKeys), namespace: look?.namespace ?? 'default' });
  const payload = { metadata: { encoding: Buffer.from('binary/plain') }, data: Buffer.from('made up') };
  const [opened] = await codec.decode(await codec.encode([payload]));
  if (Buffer.from(opened?.data ?? []).toString() !== 'made up') {
    return wrong('payload keys', 'what they encrypt they do not decrypt', 'make new keys: openssl rand -base64 32');
  }
  const count =
    payloadKeys.length === 1 ? '1 key encrypts and decrypts' : `the first of ${payloadKeys.length} keys encrypts`;
  if (look === undefined) return ok('payload keys', count);
  try {
    const newest = await codec.decode(await newestStart(look.connection, look.namespace));
    return ok('payload keys', newest.length === 0 ? count : `${count}; the newest onboarding can be read`);
  } catch (error) {
    if (error instanceof PayloadDecryptionFailed) {
      const next = 'add the key that its worker and client have to PAYLOAD_KEYS, the same in every process';
      return wrong('payload keys', 'the newest onboarding cannot be read with them', next);
    }
    if (error instanceof OnboardingError) return ok('payload keys', count);
    throw error;
  }
}
