import type { WorkflowExecutionInfo } from '@temporalio/client';
import type { TemporalCalls } from './temporal-calls.js';

/** A run that the server lists. */
export type ListedRun = Pick<WorkflowExecutionInfo, 'workflowId' | 'runId'>;

/** Every run that a list filter finds; a second or so behind. */
export async function listedRuns(calls: TemporalCalls, query: string): Promise<ListedRun[]> {
  const runs: ListedRun[] = [];
  const pages = calls.executions.workflow.list({ query })[Symbol.asyncIterator]();
  for (;;) {
    const next = await calls.call(undefined, () => pages.next());
    if (next.done === true) return runs;
    runs.push({ workflowId: next.value.workflowId, runId: next.value.runId });
  }
}
