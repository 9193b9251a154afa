import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import type { ClearTextHandler } from './clear-text.js';
import { decryptPayload, encryptPayload, formOf } from './encrypted-payload.js';
import type { KeyRing } from './key-ring.js';

export interface EncryptionCodecOptions {
  ring: KeyRing;
  /** The namespace that payloads are encrypted for; they can be decrypted in no other. */
  namespace: string;
  /** What is read in place of payloads in clear text where the ring has keys. @default the payloads themselves */
  onClearText?: ClearTextHandler;
}

/**
 * Encrypts every payload with the ring's first key; without keys they are written in clear text. A payload that is
 * encrypted in our format and cannot be decrypted is an error with or without keys, so that it is never misread.
 */
export class EncryptionCodec implements PayloadCodec {
  constructor(private readonly options: EncryptionCodecOptions) {}

  /** @throws TypeError for a workflow of another namespace, which could never read the payloads */
  encode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    return promised(() => this.write(payloads, context));
  }

  /** @throws PayloadDecryptionFailed */
  decode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    return promised(() => payloads.map((payload) => this.read(payload, context)));
  }

  private write(payloads: Payload[], context: SerializationContext | undefined): Payload[] {
    const { ring, namespace } = this.options;
    const { first } = ring;
    if (first === undefined) return payloads;
    if (context !== undefined && context.namespace !== namespace) {
      throw new TypeError(`This data converter was made for the namespace ${namespace}, not ${context.namespace}.`);
    }
    return payloads.map((payload) => encryptPayload(payload, first, namespace));
  }

  private read(payload: Payload, context: SerializationContext | undefined): Payload {
    const { ring, namespace, onClearText } = this.options;
    switch (formOf(payload)) {
      case 'encrypted':
        return decryptPayload(payload, ring, { namespace, workflowId: context?.workflowId });
      case 'foreign':
        return payload;
      case 'clear':
        return ring.first === undefined || onClearText === undefined ? payload : onClearText(payload, context);
    }
  }
}

/** Turns the result of synchronous work, or its error, into the promise that the SDK asks for. */
function promised<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
