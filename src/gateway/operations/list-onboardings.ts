import type { z } from 'zod';
import { onboardingIdOf } from '../onboarding-address.js';
import { onboardingListQuerySchema, onboardingListSchema } from '../schemas/onboarding-list.js';
import { defineOperation } from './operation.js';

/** Lists onboardings for operators. */
export const listOnboardings = defineOperation<undefined, z.infer<typeof onboardingListQuerySchema>>({
  id: 'listOnboardings',
  method: 'GET',
  path: '/v1/onboardings',
  summary: 'List onboardings',
  roles: ['operator'],
  query: onboardingListQuerySchema,
  answers: { 200: { description: 'One page, newest first.', schema: onboardingListSchema } },

  async handle({ query: { pageToken, ...filter } }, { client }) {
    const { onboardings, nextPageToken } = await client.listPage(filter, { pageToken });
    const entries = onboardings.map(({ onboardingId: workflowId, runId, ...entry }) => ({
      onboardingId: onboardingIdOf({ workflowId, runId }),
      ...entry,
    }));
    return { status: 200, body: { onboardings: entries, ...(nextPageToken !== undefined && { nextPageToken }) } };
  },
});
