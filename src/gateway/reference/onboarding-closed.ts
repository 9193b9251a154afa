import { onboardingClosedEventSchema } from '../schemas/onboarding-closed-event.js';
import { schemaOrReference } from './schema-components.js';

const HEADERS = {
  'webhook-id': 'The run id: the same in every try of one event.',
  'webhook-timestamp': 'When this try was made, in seconds since 1970.',
  'webhook-signature': 'Signatures of id, timestamp and body, with spaces between, each `v1,` and base64.',
};

/** Describes the post that tells a backend how an onboarding ended, for the `webhooks` of the OpenAPI document. */
export function onboardingClosed() {
  const parameters = Object.entries(HEADERS).map(([name, description]) => {
    return { name, in: 'header', required: true, description, schema: { type: 'string' } };
  });
  return {
    operationId: 'onboardingClosed',
    summary: 'An onboarding has ended',
    description:
      'The worker posts it to `WEBHOOK_URL` where the policy has `notify: true`, by the Standard Webhooks convention.',
    parameters,
    requestBody: {
      required: true,
      content: { 'application/json': { schema: schemaOrReference(onboardingClosedEventSchema) } },
    },
    responses: {
      '2XX': { description: 'The event is taken.' },
      410: { description: 'The receiver wants no more events; the delivery then needs attention.' },
      default: { description: 'The event is posted again later.' },
    },
  };
}
