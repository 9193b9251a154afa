import { defaultPayloadConverter, type PayloadConverter } from '@temporalio/common';
import { UNREADABLE_PAYLOAD } from './unreadable-payload.js';

/**
 * The SDK's default converter, except that a payload that cannot be parsed becomes {@link UNREADABLE_PAYLOAD}. Inside a
 * workflow a converter that throws fails every workflow task from then on, so one broken signal would block an
 * onboarding for ever.
 *
 * It is bundled with the workflow (`payloadConverterPath` of `bundleWorkflowCode`), so it imports nothing else than
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
