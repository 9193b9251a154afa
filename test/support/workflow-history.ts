import type { WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { expect } from 'vitest';

type WithHistory = Pick<WorkflowHandle, 'fetchHistory'>;
export type HistoryEvent = NonNullable<Awaited<ReturnType<WithHistory['fetchHistory']>>['events']>[number];
type AttributesName = Extract<keyof HistoryEvent, `${string}EventAttributes`>;

/** The attributes of all events of one kind, oldest first. */
export async function attributesOf<Name extends AttributesName>(
  handle: WithHistory,
  name: Name,
): Promise<NonNullable<HistoryEvent[Name]>[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap((event) => {
    const attributes = event[name];
    return attributes == null ? [] : [attributes];
  });
}

/** A workflow task that failed would be tried again for ever: nothing that comes from outside may cause one. */
export async function expectNoWorkflowTaskFailed(handle: WithHistory): Promise<void> {
  const failures = await attributesOf(handle, 'workflowTaskFailedEventAttributes');
  expect(failures.map(({ failure }) => failure?.message)).toEqual([]);
}

/** The names of the activities that were ever scheduled, oldest first. */
export async function scheduledActivities(handle: WithHistory): Promise<string[]> {
  const scheduled = await attributesOf(handle, 'activityTaskScheduledEventAttributes');
  return scheduled.map(({ activityType }) => activityType?.name ?? '');
}

/** The search attributes as they stood after each upsert, oldest first; one that was taken away is absent. */
export async function searchAttributesOverTime(handle: WithHistory): Promise<Record<string, unknown>[]> {
  const upserts = await attributesOf(handle, 'upsertWorkflowSearchAttributesEventAttributes');
  let present: Record<string, unknown> = {};
  return upserts.map(({ searchAttributes }) => {
    for (const [name, payload] of Object.entries(searchAttributes?.indexedFields ?? {})) {
      const value = defaultPayloadConverter.fromPayload<unknown>(payload);
      const { [name]: _earlier, ...others } = present;
      const isTakenAway = value == null || (Array.isArray(value) && value.length === 0);
      present = isTakenAway ? others : { ...others, [name]: value };
    }
    return present;
  });
}
