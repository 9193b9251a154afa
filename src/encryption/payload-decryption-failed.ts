import { ValueError } from '@temporalio/common';
import { PAYLOAD_DECRYPTION_FAILED } from '../contract/decryption-failure.js';

/** Why a payload cannot be decrypted. */
export type DecryptionProblem = 'unknownKey' | 'notAuthentic' | 'truncated' | 'unknownCipher';

/**
 * A payload was encrypted in our format and cannot be decrypted here. The message names the key id, the namespace and what
 * to do; it never holds data. On a worker it fails the workflow task, never the workflow; the server repeats the task
 * until the payload can be read.
 */
export class PayloadDecryptionFailed extends ValueError {
  override readonly name = PAYLOAD_DECRYPTION_FAILED;

  constructor(
    readonly problem: DecryptionProblem,
    /** As the payload names it; {@link ILLEGIBLE_KEY_ID} where that is no key id. */
    readonly keyId: string,
    readonly namespace: string,
    /** The workflow that the payload belongs to, where that is known. */
    readonly workflowId?: string,
  ) {
    super(describe(problem, keyId, namespace));
  }
}

/** Stands for the key id of a payload that names none in the right form. */
export const ILLEGIBLE_KEY_ID = '(not a key id)';

function describe(problem: DecryptionProblem, keyId: string, namespace: string): string {
  switch (problem) {
    case 'unknownKey':
      return (
        `A payload was encrypted under the key ${keyId}, which this process does not have. ` +
        'Add that key to PAYLOAD_KEYS and start the process again.'
      );
    case 'notAuthentic':
      return (
        `A payload does not open under the key ${keyId} in the namespace ${namespace}: it was altered, it was written ` +
        'for another namespace, or PAYLOAD_KEYS has another key under this id.'
      );
    case 'truncated':
      return `A payload that was encrypted under the key ${keyId} is cut off: something has altered it.`;
    case 'unknownCipher':
      return (
        `A payload was encrypted under the key ${keyId} in a way that this version does not know: something has altered ` +
        'it, or a newer version wrote it.'
      );
  }
}
