import type { z } from 'zod';
import { formatOnboardingId } from '../../contract/onboarding-id.js';
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
    const entries = onboardings.map(({ workflowId, runId, ...entry }) => ({
      onboardingId: formatOnboardingId({ workflowId, runId }),
      ...entry,
    }));
    return { status: 200, body: { onboardings: entries, ...(nextPageToken !== undefined && { nextPageToken }) } };
  },
});
