import type { WorkflowExecutionInfo } from '@temporalio/client';
import { IdempotencyKeyReused, OnboardingNotFound } from './errors.js';
import { marksIn, type IdempotencyMarks } from './idempotency.js';
import { listedRuns } from './listed-runs.js';
import { isOpen, type TemporalCalls } from './temporal-calls.js';
import { runsOfQuery } from './visibility-query.js';

/** What the server knows about an idempotency key among the onboardings of one customer. */
export type IdempotentRun =
  /** A run was started with this key and this request; it may have ended. */
  | { kind: 'found'; runId: string }
  /** No run was started with this key, and one is open that was started otherwise. */
  | { kind: 'anotherIsOpen'; runId: string }
  | { kind: 'none' };

/**
 * Looks for a start with the same idempotency key: the newest run is described, older ones are read from the server's
 * list, which is a second or so behind, for as long as the namespace keeps them.
 *
 * @throws {@link IdempotencyKeyReused} when the key came with another request
 */
export async function findIdempotentRun(
  calls: TemporalCalls,
  workflowId: string,
  marks: IdempotencyMarks,
): Promise<IdempotentRun> {
  const newest = await describeNewest(calls, workflowId);
  if (newest === undefined) return { kind: 'none' };
  if (isSameStart(newest, marks)) return { kind: 'found', runId: newest.runId };
  for await (const run of listedRuns(calls, runsOfQuery(workflowId), calls.temporal)) {
    if (isSameStart(run, marks)) return { kind: 'found', runId: run.runId };
  }
  return isOpen(newest) ? { kind: 'anotherIsOpen', runId: newest.runId } : { kind: 'none' };
}

async function describeNewest(calls: TemporalCalls, workflowId: string) {
  try {
    return await calls.describeWithMemo({ workflowId });
  } catch (error) {
    if (error instanceof OnboardingNotFound) return undefined;
    throw error;
  }
}

function isSameStart({ memo }: Pick<WorkflowExecutionInfo, 'memo'>, marks: IdempotencyMarks): boolean {
  const found = marksIn(memo);
  if (found?.idempotencyKey !== marks.idempotencyKey) return false;
  if (found.idempotencyRequest !== marks.idempotencyRequest) throw new IdempotencyKeyReused();
  return true;
}
