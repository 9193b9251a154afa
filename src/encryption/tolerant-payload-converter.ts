import { defaultPayloadConverter, type PayloadConverter } from '@temporalio/common';

/**
 * Stands for a payload that could not be parsed: an unknown encoding, broken JSON, a wrong key. It is no plain object
 * (`Object.prototype.toString` says `[object UnreadablePayload]`), so the validator of requests and the reader of OTPs
 * refuse it as they refuse any other wrong shape.
 */
class UnreadablePayload {
  get [Symbol.toStringTag](): string {
    return 'UnreadablePayload';
  }
}

/** The one marker; it says nothing about the payload. */
export const UNREADABLE_PAYLOAD: Readonly<UnreadablePayload> = Object.freeze(new UnreadablePayload());

/**
 * The SDK's default converter, except that a payload that cannot be parsed becomes {@link UNREADABLE_PAYLOAD}. Inside a
 * workflow a converter that throws fails every workflow task from then on, so one broken signal would block an
 * onboarding forever.
 *
 * It is bundled with the workflow (`payloadConverterPath` of `bundleWorkflowCode`), so it imports only
 * `@temporalio/common`. Clients keep the default converter, which throws.
 */
export const payloadConverter: PayloadConverter = {
  toPayload: (value, context, hint) => defaultPayloadConverter.toPayload(value, context, hint),
  fromPayload<T>(...payload: Parameters<typeof defaultPayloadConverter.fromPayload<T>>): T {
    try {
      return defaultPayloadConverter.fromPayload<T>(...payload);
    } catch {
      // Readers in the workflow take `unknown` and check the shape, so the marker needs no type of its own.
      return UNREADABLE_PAYLOAD as T;
    }
  },
};
