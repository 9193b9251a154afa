import type { DataConverter, Payload } from '@temporalio/common';

/** Reads as nothing, with or without keys. */
const UNREAD: Payload = { metadata: { encoding: Buffer.from('binary/null') } };

/**
 * For calls that look at executions only: their memos are left unread, so that neither a missing key nor a lost one is in
 * the way of listing, cancelling or erasing.
 */
export const PAYLOADS_UNREAD: DataConverter = {
  payloadCodecs: [
    {
      encode: (payloads) => Promise.resolve(payloads),
      decode: (payloads) => Promise.resolve(payloads.map(() => UNREAD)),
    },
  ],
};
