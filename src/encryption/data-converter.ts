import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import type { PayloadKeys } from '../contract/payload-keys.js';
import type { ClearTextHandler } from './clear-text.js';
import { KeyRing } from './key-ring.js';
import { EncryptionCodec } from './payload-codec.js';

/** The warning of a process that starts with `PAYLOAD_KEYS=none`. */
export const CLEAR_TEXT_NOTICE =
  'PAYLOAD_KEYS=none: requests, OTPs and records are kept in clear text on the Temporal server. Use made-up data only.';

export interface DataConverterOptions {
  /** The same in every process that handles the same onboardings. */
  payloadKeys: PayloadKeys;
  /** Temporal namespace of the client or worker that gets the converter. */
  namespace: string;
  /** What is read in place of payloads in clear text where there are keys. @default the payloads themselves */
  onClearText?: ClearTextHandler;
}

/**
 * The data converter of clients, worker and command, so that each reads what any of them wrote. With keys, messages and
 * stack traces of failures are encrypted too; without keys Temporal's own tools show them.
 *
 * @throws TypeError for keys that are not 32 bytes long or share an id
 */
export function createDataConverter({ payloadKeys, ...options }: DataConverterOptions): DataConverter {
  return {
    ...(payloadKeys !== 'none' && { failureConverterPath: FAILURE_CONVERTER_PATH }),
    payloadCodecs: [new EncryptionCodec({ ring: new KeyRing(payloadKeys), ...options })],
  };
}

const isCompiled = import.meta.url.endsWith('.js');

/** The module that encodes failures; the SDK loads it by `require`. */
const FAILURE_CONVERTER_PATH = fileURLToPath(
  new URL(`failure-converter.${isCompiled ? 'cjs' : 'cts'}`, import.meta.url),
);
