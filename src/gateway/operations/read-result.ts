import { z } from 'zod';
import { InvalidRequest, OnboardingStillOpen } from '../../client/errors.js';
import type { OnboardingClient } from '../../client/onboarding-client.js';
import { ONBOARDING_STAGES, type OnboardingStage } from '../../contract/status.js';
import type { GatewayContext } from '../context.js';
import { formatOnboardingId, type OnboardingAddress } from '../../contract/onboarding-id.js';
import { Problem } from '../problems/problem.js';
import { onboardingResultSchema } from '../schemas/onboarding-result.js';
import { within } from '../within.js';
import { defineOperation, type Answer, type Call } from './operation.js';
import { targetRun } from './target-run.js';

/** How long after the caller's wait an answer may come, in ms. */
const OVERTIME_MS = 1_500;

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

  async handle(call, context) {
    const answering = answerByEnd(call, context);
    // Without a wait the deadline of the calls to Temporal bounds it.
    if (call.waitMs === 0) return await answering;
    return (await within(call.waitMs + OVERTIME_MS, answering)) ?? stillOpen(call.onboarding);
  },
});

/** The result, once the onboarding has ended or the caller's wait is over. */
async function answerByEnd(call: Call<undefined, undefined>, context: GatewayContext): Promise<Answer> {
  const { client, ends, statuses, stopping } = context;
  const endsAtMs = Date.now() + call.waitMs;
  for (;;) {
    const run = await targetRun(call, context);
    const { execution, stage } = await (call.waitMs > 0 ? ends.describe(run) : client.describe(run.workflowId, run));
    const waitMs = endsAtMs - Date.now();
    if (execution !== 'open') {
      // A bare workflow id goes on with the run that a reset has started.
      const body = await resultOf(client, run.workflowId, call.onboarding?.runId);
      if (body !== undefined) return { status: 200, body };
    } else if (waitMs <= 0 || !(await ends.endsWithin(run, waitMs, call.gone)) || stopping.aborted) {
      return stillOpen(run, statuses.latest(run)?.stage ?? stage);
    }
  }
}

/** The result of a run, by default of the latest; `undefined` where that is open. */
async function resultOf(client: OnboardingClient, workflowId: string, runId: string | undefined) {
  try {
    return await client.result(workflowId, { runId, waitMs: 0 });
  } catch (error) {
    if (error instanceof InvalidRequest) throw new Problem('onboarding-refused', { problems: error.problems });
    if (error instanceof OnboardingStillOpen) return undefined;
    throw error;
  }
}

function stillOpen(onboarding: OnboardingAddress | undefined, stage?: OnboardingStage): Answer {
  const { workflowId = '', runId } = onboarding ?? {};
  const onboardingId = runId === undefined ? workflowId : formatOnboardingId({ workflowId, runId });
  const body = { onboardingId, ...(stage !== undefined && { stage }) };
  return { status: 202, headers: { 'Retry-After': '5' }, body };
}
