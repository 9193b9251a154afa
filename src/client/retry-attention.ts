import { randomUUID } from 'node:crypto';
import { RETRY_NOW_SIGNAL } from '../contract/names.js';
import type { AttentionReason } from '../contract/status.js';
import { BatchAlreadyRunning, TemporalUnavailable } from './errors.js';
import type { TemporalCalls } from './temporal-calls.js';
import { waitingForAttentionQuery } from './visibility-query.js';

/** A batch that the server works through by itself. */
export interface RetryBatch {
  /** The batch's id; `temporal batch describe --job-id` shows its progress. */
  jobId: string;
  /** How many onboardings waited for this reason when the batch was started; a second or so behind. */
  matched: number;
}

const BATCH_RUNNING = 1; // temporal.api.enums.v1.BatchOperationState

/** Sends `retryNow` to every open onboarding with an attention reason; see `OnboardingClient.retryAttention`. */
export async function retryAttention(calls: TemporalCalls, reason: AttentionReason): Promise<RetryBatch> {
  const visibilityQuery = waitingForAttentionQuery(reason);
  const { workflow } = calls.temporal;
  const { namespace, identity } = workflow.options;
  const jobId = randomUUID();
  const { count } = await calls.call(undefined, () => workflow.count(visibilityQuery));
  try {
    await calls.call(undefined, () =>
      workflow.workflowService.startBatchOperation({
        namespace,
        jobId,
        reason: `onboarding retry --attention ${reason}`,
        visibilityQuery,
        signalOperation: { signal: RETRY_NOW_SIGNAL, identity },
      }),
    );
  } catch (error) {
    // The SDK repeats a call that the server has no room for until the deadline, so the refusal itself is not seen.
    if (!(error instanceof TemporalUnavailable)) throw error;
    const running = await runningBatches(calls);
    if (running.includes(jobId)) return { jobId, matched: count };
    throw running.length > 0 ? new BatchAlreadyRunning({ cause: error }) : error;
  }
  return { jobId, matched: count };
}

async function runningBatches(calls: TemporalCalls): Promise<string[]> {
  const { workflow } = calls.temporal;
  const { operationInfo } = await calls.call(undefined, () =>
    workflow.workflowService.listBatchOperations({ namespace: workflow.options.namespace }),
  );
  return operationInfo.filter(({ state }) => Number(state) === BATCH_RUNNING).map(({ jobId }) => jobId ?? '');
}
