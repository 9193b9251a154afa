import { z } from 'zod';
import type { OnboardingListEntry } from '../../client/list-onboardings.js';
import { OnboardingError } from '../../client/errors.js';
import { maskMobileNumber } from '../../contract/mask-mobile-number.js';
import type { FieldProblem } from '../../contract/request.js';
import type { OnboardingStatus } from '../../contract/status.js';
import { validateOnboardingRequest, type RequestValidation } from '../../contract/validate-request.js';
import type { GatewayContext } from '../context.js';
import { formatOnboardingId, type RunAddress } from '../../contract/onboarding-id.js';
import { onboardingLocation } from '../onboarding-address.js';
import { Problem } from '../problems/problem.js';
import { onboardingRequestSchema, type StartBody } from '../schemas/onboarding-request.js';
import { onboardingStatusSchema } from '../schemas/onboarding-status.js';
import { returnUrlProblem } from '../schemas/return-url.js';
import { within } from '../within.js';
import { defineOperation } from './operation.js';

/** How long the status of an onboarding that runs already may take; then what the server knows has to do. */
const STATUS_WITHIN_MS = 1_000;

/** Shape of the answer to a start. */
export const startedOnboardingSchema = z
  .strictObject({
    onboardingId: z.string(),
    started: z.boolean().describe('Whether this very request started it; false where it joined or repeated one.'),
    status: onboardingStatusSchema,
    otpToken: z
      .string()
      .describe('Opens this one onboarding to its customer for 24 hours; a repetition gives a new one.'),
    otpUrl: z.string().describe('The page where the customer types the OTP; the token stands behind the #.'),
  })
  .meta({ description: 'The onboarding that a start led to.' });

/** Starts an onboarding, joins the open one, or finds the one of the same Idempotency-Key. */
export const startOnboarding = defineOperation<StartBody>({
  id: 'startOnboarding',
  method: 'POST',
  path: '/v1/onboardings',
  summary: 'Start an onboarding',
  description:
    'Without an Idempotency-Key a live onboarding of the customer is joined, and an ended one is followed by a new one. ' +
    'With a key the same request gives the same onboarding even after it has ended; while another one is live it is ' +
    'refused.',
  roles: ['backend', 'operator'],
  headers: ['Idempotency-Key'],
  body: {
    schema: onboardingRequestSchema,
    // The contract's words name more than the schema's.
    refuse: (body) => {
      const problems = problemsIn(body);
      return problems.length === 0 ? undefined : new Problem('invalid-request', { problems });
    },
  },
  answers: {
    202: {
      description: 'The onboarding.',
      schema: startedOnboardingSchema,
      headers: { Location: 'Path of the status.' },
    },
  },
  problems: ['another-onboarding-open', 'idempotency-key-reused', 'too-many-starts'],

  async handle({ body, idempotencyKey, caller, log }, context) {
    const { startsPerCustomer, returnOrigins } = context;
    const { returnUrl, ...request } = body;
    const problem = returnUrlProblem(returnUrl, returnOrigins);
    if (problem !== undefined) throw new Problem('invalid-request', { problems: [problem] });
    const { workflowId, runId, started } = await context.client.start(request, {
      ...(idempotencyKey !== undefined && { idempotencyKey }),
      refuseNew: (id) => startsPerCustomer.refusal(id),
    });
    if (started) startsPerCustomer.count(workflowId);
    const run = { workflowId, runId };
    const mobileNumber = maskMobileNumber(body.mobileNumber);
    const onboardingId = formatOnboardingId(run);
    log.info({ onboarding: onboardingId, started, caller: caller?.name }, 'onboarding given');
    const otpToken = await context.otpTokens.issue(run, returnUrl && new URL(returnUrl).href);
    return {
      status: 202,
      headers: { Location: onboardingLocation(run) },
      body: {
        onboardingId,
        started,
        status: started ? statusAtStart(mobileNumber) : await statusAtOnce(run, mobileNumber, context),
        otpToken,
        otpUrl: `${context.publicUrl()}/otp/${onboardingId}#${otpToken}`,
      },
    };
  },
});

function problemsIn(body: unknown): FieldProblem[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return problemsOf(validateOnboardingRequest(body));
  const { returnUrl, ...request } = body as Record<string, unknown>;
  const problem = returnUrlProblem(returnUrl);
  return [...problemsOf(validateOnboardingRequest(request)), ...(problem === undefined ? [] : [problem])];
}

function problemsOf(validation: RequestValidation): FieldProblem[] {
  return validation.ok ? [] : validation.problems;
}

/** Where every onboarding begins, known without asking a worker. */
function statusAtStart(mobileNumber: string): OnboardingStatus {
  return { stage: 'checking', mobileNumber, timeline: [] };
}

/** A start must not fail because no worker is there, so what the server knows stands in for the status. */
async function statusAtOnce(
  run: RunAddress,
  mobileNumber: string,
  { statuses, client }: Pick<GatewayContext, 'statuses' | 'client'>,
): Promise<OnboardingStatus> {
  try {
    const view = await within(STATUS_WITHIN_MS, statuses.read(run));
    if (view !== undefined) return view.status;
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
  }
  const { execution, stage, outcome } = await client.describe(run.workflowId, { runId: run.runId });
  return { ...statusAtStart(mobileNumber), stage: stageOf({ execution, stage }), ...(outcome && { outcome }) };
}

function stageOf({
  execution,
  stage = 'checking',
}: Pick<OnboardingListEntry, 'execution'> & {
  stage: OnboardingStatus['stage'] | undefined;
}): OnboardingStatus['stage'] {
  return execution === 'open' ? stage : 'closed';
}
