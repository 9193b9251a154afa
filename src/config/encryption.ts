import type { EnvironmentReader } from './environment.js';

/** How payloads are kept: the single word `none`, clear text, is what this version knows. */
export type PayloadKeysSetting = 'none';

/** Reads `PAYLOAD_KEYS`. Absent is an error, so that nobody runs in clear text without having said so. */
export function readPayloadKeys(reader: EnvironmentReader): PayloadKeysSetting {
  const form = 'must be the word none (clear text): encryption keys are not supported by this version yet';
  reader.textMatching('PAYLOAD_KEYS', /^none$/, form);
  return 'none';
}
