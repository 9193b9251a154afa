import { z } from 'zod';
import { InvalidRequest, OnboardingStillOpen } from '../../client/errors.js';
import { ONBOARDING_STAGES } from '../../contract/status.js';
import { formatOnboardingId } from '../../contract/onboarding-id.js';
import { Problem } from '../problems/problem.js';
import { onboardingResultSchema } from '../schemas/onboarding-result.js';
import { withAnySignal } from '../with-any-signal.js';
import { defineOperation } from './operation.js';
import { targetRun } from './target-run.js';

/** Shape of the answer while there is no result. */
export const stillOpenSchema = z
  .strictObject({ onboardingId: z.string(), stage: z.exactOptional(z.enum(ONBOARDING_STAGES)) })
  .meta({ description: 'The onboarding has not ended.' });

/** Reads the result, once there is one. */
export const readResult = defineOperation({
  id: 'readResult',
  method: 'GET',
  path: '/v1/onboardings/{id}/result',
  summary: 'Read the result',
  roles: ['backend', 'operator'],
  headers: ['Prefer'],
  answers: {
    200: { description: 'The result, with the record of the customer.', schema: onboardingResultSchema },
    202: {
      description: 'Not yet; ask again.',
      schema: stillOpenSchema,
      headers: { 'Retry-After': 'Seconds after which to ask again.' },
    },
  },
  problems: [
    'onboarding-not-found',
    'onboarding-cancelled',
    'onboarding-abandoned',
    'onboarding-terminated',
    'onboarding-refused',
    'onboarding-broken',
    'answer-unreadable',
  ],

  async handle({ waitMs, gone, ...call }, context) {
    const { client, stopping } = context;
    const run = await targetRun(call, context);
    const { workflowId, runId } = run;
    try {
      const body = await withAnySignal([stopping, gone], (signal) =>
        client.result(workflowId, { runId, waitMs, signal }),
      );
      return { status: 200, body };
    } catch (error) {
      if (error instanceof InvalidRequest) throw new Problem('onboarding-refused', { problems: error.problems });
      if (!(error instanceof OnboardingStillOpen)) throw error;
      const { stage } = await client.describe(workflowId, { runId });
      const body = { onboardingId: formatOnboardingId(run), ...(stage !== undefined && { stage }) };
      return { status: 202, headers: { 'Retry-After': '5' }, body };
    }
  },
});
