/**
 * Stands for a payload that could not be parsed: an unknown encoding, broken JSON, a wrong key. It is no plain object
 * (`Object.prototype.toString` says `[object UnreadablePayload]`), so the validator of requests and the reader of codes
 * refuse it as they refuse any other wrong shape.
 */
export class UnreadablePayload {
  get [Symbol.toStringTag](): string {
    return 'UnreadablePayload';
  }
}

/** The one marker; it says nothing about the payload. */
export const UNREADABLE_PAYLOAD: Readonly<UnreadablePayload> = Object.freeze(new UnreadablePayload());
