import { WorkflowExecutionAlreadyStartedError, type WorkflowStartOptions } from '@temporalio/client';
import { maskMobileNumber } from '../contract/mask-mobile-number.js';
import { ONBOARD_CUSTOMER_WORKFLOW } from '../contract/names.js';
import type { OnboardingPolicy } from '../contract/policy.js';
import type { OnboardingRequest } from '../contract/request.js';
import { validateOnboardingRequest, withPolicyDefaults } from '../contract/validate-request.js';
import {
  AnotherOnboardingOpen,
  AnswerUnreadable,
  IdempotencyKeyReused,
  InvalidRequest,
  OnboardingNotFound,
  TemporalUnavailable,
} from './errors.js';
import {
  idempotencyKeyProblems,
  idempotencyMarks,
  keyedStarts,
  startMemo,
  type IdempotencyMarks,
  type KeyedStart,
} from './idempotency.js';
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
   * joined. 1 to 255 printable ASCII characters without spaces; a key is looked for among one customer's onboardings,
   * the latest 50 that had one.
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
  const workflowId = workflowIdOf(request.mobileNumber, customerIdKey);
  // What is absent from the policy stays absent: its defaults are the workflow's, not this client's.
  const sent = withPolicyDefaults(request, policyDefaults);
  // The request as the caller gave it: other defaults of this client would not make it another request.
  const marks = idempotencyKey === undefined ? undefined : idempotencyMarks(idempotencyKey, request, customerIdKey);

  const refusal = refuseNew?.(workflowId);
  const startNew = (earlier: readonly KeyedStart[], workflowIdReusePolicy: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE') =>
    startRun(calls, sent, { workflowId, taskQueue, memo: startMemo(marks, earlier), workflowIdReusePolicy });

  // For a customer without an earlier onboarding this is the only call.
  let runId = refusal ? undefined : await startNew([], 'REJECT_DUPLICATE');
  for (let round = 1; runId === undefined; round += 1) {
    if (round > MAX_ROUNDS) throw new TemporalUnavailable('it says of one onboarding that it is open and has ended');
    const latest = await describeLatest(calls, workflowId, marks);
    const earlier = latest === undefined ? [] : keyedStarts(latest);
    const same = earlier.find((start) => start.idempotencyKey === marks?.idempotencyKey);
    if (same !== undefined && (same.runId === latest?.runId || (await isKept(calls, workflowId, same.runId)))) {
      if (same.idempotencyRequest !== marks?.idempotencyRequest) throw new IdempotencyKeyReused();
      return { workflowId, runId: same.runId, started: false };
    }
    if (latest !== undefined && isOpen(latest)) {
      if (marks !== undefined) throw new AnotherOnboardingOpen(workflowId, latest.runId);
      return { workflowId, runId: latest.runId, started: false };
    }
    if (refusal !== undefined) throw refusal;
    runId = await startNew(earlier, 'ALLOW_DUPLICATE');
  }
  return { workflowId, runId, started: true };
}

/** The customer's latest run; without its memo where that cannot be read and is not needed. */
async function describeLatest(calls: TemporalCalls, workflowId: string, marks: IdempotencyMarks | undefined) {
  try {
    return await calls.describeWithMemo({ workflowId });
  } catch (error) {
    if (error instanceof OnboardingNotFound) return undefined;
    if (!(error instanceof AnswerUnreadable) || marks !== undefined) throw error;
    return await calls.describe({ workflowId });
  }
}

/** Whether the server still has a run; memos outlive the runs that they name. */
async function isKept(calls: TemporalCalls, workflowId: string, runId: string): Promise<boolean> {
  try {
    await calls.describe({ workflowId, runId });
    return true;
  } catch (error) {
    if (error instanceof OnboardingNotFound) return false;
    throw error;
  }
}

/** The new run's id, or `undefined` where a run of this id is open, or was there and the reuse policy minds. */
async function startRun(
  calls: TemporalCalls,
  request: OnboardingRequest,
  options: Pick<WorkflowStartOptions, 'workflowId' | 'taskQueue' | 'memo' | 'workflowIdReusePolicy'>,
): Promise<string | undefined> {
  try {
    const handle = await calls.within(calls.requestTimeoutMs, () =>
      calls.temporal.workflow.start(ONBOARD_CUSTOMER_WORKFLOW, {
        ...options,
        args: [request],
        staticSummary: `Onboarding of ${maskMobileNumber(request.mobileNumber)}`,
        // The policy `USE_EXISTING` does not tell whether it started or joined.
        workflowIdConflictPolicy: 'FAIL',
      }),
    );
    return handle.firstExecutionRunId;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return undefined;
    throw fromTemporalError(error);
  }
}
