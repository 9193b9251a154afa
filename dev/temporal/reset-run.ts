import { randomUUID } from 'node:crypto';
import type { Client, WorkflowHandle } from '@temporalio/client';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
export type HistoryEvent = NonNullable<History['events']>[number];

/** The completed workflow tasks of a run: the points to which an operator can reset it in Temporal Web. */
export async function resetPoints(handle: WorkflowHandle): Promise<HistoryEvent[]> {
  return completedTasks(await eventsOf(handle));
}

/** The last of them before the first event that fits. */
export async function resetPointBefore(
  handle: WorkflowHandle,
  fits: (event: HistoryEvent) => boolean,
): Promise<HistoryEvent> {
  const events = await eventsOf(handle);
  const end = events.findIndex(fits);
  const point = completedTasks(end === -1 ? events : events.slice(0, end)).at(-1);
  if (point === undefined) throw new Error('The run has no completed workflow task before that event.');
  return point;
}

/** Resets a run to one of its points, as Temporal Web does; signals and updates after it are applied again. */
export async function resetRun(client: Client, handle: WorkflowHandle, point: HistoryEvent): Promise<WorkflowHandle> {
  const { workflowId } = handle;
  const { runId } = await handle.describe();
  const reset = await client.workflowService.resetWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId, runId },
    workflowTaskFinishEventId: point.eventId ?? null,
    requestId: randomUUID(),
    reason: 'reset by an operator',
  });
  return client.workflow.getHandle(workflowId, reset.runId);
}

async function eventsOf(handle: WorkflowHandle): Promise<HistoryEvent[]> {
  return (await handle.fetchHistory()).events ?? [];
}

function completedTasks(events: readonly HistoryEvent[]): HistoryEvent[] {
  return events.filter((event) => event.workflowTaskCompletedEventAttributes != null);
}
