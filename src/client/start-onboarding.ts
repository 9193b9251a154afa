import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { maskMobileNumber } from '../contract/mask-mobile-number.js';
import { ONBOARD_CUSTOMER_WORKFLOW } from '../contract/names.js';
import type { OnboardingPolicy } from '../contract/policy.js';
import type { OnboardingRequest } from '../contract/request.js';
import { validateOnboardingRequest, withPolicyDefaults } from '../contract/validate-request.js';
import { AnotherOnboardingOpen, InvalidRequest, TemporalUnavailable } from './errors.js';
import { findIdempotentRun } from './find-idempotent-run.js';
import { idempotencyKeyProblems, idempotencyMarks, type IdempotencyMarks } from './idempotency.js';
import { workflowIdOf } from './workflow-id.js';
import { fromTemporalError } from './temporal-errors.js';
import { isOpen, type TemporalCalls } from './temporal-calls.js';

/** Which onboarding a start led to. */
export interface StartedOnboarding {
  workflowId: string;
  runId: string;
  /**
   * Whether this very call started it. False when the customer's onboarding was open already and this start joined it,
   * whose own request stands, and when an earlier call with the same idempotency key started it.
   */
  started: boolean;
}

export interface StartSettings {
  taskQueue: string;
  customerIdKey: Uint8Array;
  policyDefaults: Partial<OnboardingPolicy>;
}

export interface StartOptions {
  /**
   * Makes a repeated start safe even after the onboarding has ended: the same key with the same request gives the same
   * onboarding for as long as the namespace keeps it. With a key an open onboarding that was started otherwise is not
   * joined. 1 to 255 printable ASCII characters without spaces; a key is looked for among one customer's onboardings.
   */
  idempotencyKey?: string;
  /**
   * May refuse a new onboarding: the error that it returns is thrown. Joining an open onboarding, or finding the one of
   * the same idempotency key, is never refused.
   */
  refuseNew?: (workflowId: string) => Error | undefined;
}

/** An onboarding that ends between two looks makes one more round; more than a few would mean a broken server. */
const MAX_ROUNDS = 5;

/** Starts an onboarding or joins the customer's open one; see `OnboardingClient.start`. */
export async function startOnboarding(
  calls: TemporalCalls,
  settings: StartSettings,
  request: OnboardingRequest,
  { idempotencyKey, refuseNew }: StartOptions = {},
): Promise<StartedOnboarding> {
  const validation = validateOnboardingRequest(request);
  const keyProblems = idempotencyKey === undefined ? [] : idempotencyKeyProblems(idempotencyKey);
  if (!validation.ok || keyProblems.length > 0) {
    throw new InvalidRequest([...(validation.ok ? [] : validation.problems), ...keyProblems]);
  }
  const { taskQueue, customerIdKey, policyDefaults } = settings;
  const id = workflowIdOf(request.mobileNumber, customerIdKey);
  // What is absent from the policy stays absent: its defaults are the workflow's, not this client's.
  const sent = withPolicyDefaults(request, policyDefaults);
  // The request as the caller gave it: other defaults of this client would not make it another request.
  const marks = idempotencyKey === undefined ? undefined : idempotencyMarks(idempotencyKey, request, customerIdKey);

  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const earlier = await (marks === undefined ? undefined : findIdempotentRun(calls, id, marks));
    if (earlier?.kind === 'found') return { workflowId: id, runId: earlier.runId, started: false };
    if (earlier?.kind === 'anotherIsOpen') throw new AnotherOnboardingOpen(id, earlier.runId);
    const refusal = refuseNew?.(id);
    const runId = refusal ? undefined : await startRun(calls, { taskQueue, workflowId: id, request: sent, marks });
    if (runId !== undefined) return { workflowId: id, runId, started: true };
    if (marks === undefined) {
      const live = await calls.describe({ workflowId: id });
      if (isOpen(live)) return { workflowId: id, runId: live.runId, started: false };
    }
    if (refusal !== undefined) throw refusal;
  }
  throw new TemporalUnavailable('it says of the same onboarding that it is open and that it has ended');
}

interface NewRun {
  taskQueue: string;
  workflowId: string;
  request: OnboardingRequest;
  marks: IdempotencyMarks | undefined;
}

/** The new run's id, or `undefined` where a run of this id is open. */
async function startRun(
  calls: TemporalCalls,
  { taskQueue, workflowId, request, marks }: NewRun,
): Promise<string | undefined> {
  try {
    const handle = await calls.within(calls.requestTimeoutMs, () =>
      calls.temporal.workflow.start(ONBOARD_CUSTOMER_WORKFLOW, {
        workflowId,
        taskQueue,
        args: [request],
        ...(marks !== undefined && { memo: { ...marks } }),
        staticSummary: `Onboarding of ${maskMobileNumber(request.mobileNumber)}`,
        // The policy `USE_EXISTING` does not tell whether it started or joined.
        workflowIdConflictPolicy: 'FAIL',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      }),
    );
    return handle.firstExecutionRunId;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return undefined;
    throw fromTemporalError(error);
  }
}
