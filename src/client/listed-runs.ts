import type { WorkflowExecutionInfo } from '@temporalio/client';
import type { TemporalCalls } from './temporal-calls.js';

/** What names one run of a workflow. */
export type NamedRun = Pick<WorkflowExecutionInfo, 'workflowId' | 'runId'>;

/** The names of all that a list filter finds, for what changes the list while it goes through it. */
export async function namesOfRuns(calls: TemporalCalls, query: string): Promise<NamedRun[]> {
  const names: NamedRun[] = [];
  for await (const { workflowId, runId } of listedRuns(calls, query)) names.push({ workflowId, runId });
  return names;
}

/** Every run that a list filter finds, each page with the usual deadline; a second or so behind. */
export async function* listedRuns(
  calls: TemporalCalls,
  query: string,
): AsyncGenerator<WorkflowExecutionInfo, void, undefined> {
  const runs = calls.executions.workflow.list({ query })[Symbol.asyncIterator]();
  for (;;) {
    const next = await calls.call(undefined, () => runs.next());
    if (next.done === true) return;
    yield next.value;
  }
}
