import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { ENDING_READ_MS, START_TO_CLOSE_MS } from '../contract/time-limits.js';
import { attemptClock } from './attempt-clock.js';
import type { OnboardingActivities } from './onboarding-activities.js';

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;
type HistoryEvent = NonNullable<History['events']>[number];

const REGISTRATION: keyof OnboardingActivities = 'processCustomerRegistration';
/** A reset ends the run that is open in the same moment; the server writes both times. */
const SAME_MOMENT_MS = 1_000;

/**
 * For how long a registration call of an earlier run may still be under way, in ms. A reset ends the earlier run, but not
 * the call that its worker is making: that one ends by itself within {@link START_TO_CLOSE_MS}. Where Temporal does not
 * answer, the whole of that time.
 */
export async function earlierCallMayLastMs(): Promise<number> {
  const { client, info } = Context.current();
  const { nowMs } = attemptClock();
  const { workflowId, runId } = info.workflowExecution ?? {};
  if (workflowId == null || runId == null) return 0;
  const eventsOf = async (run: string) =>
    (await client.workflow.getHandle(workflowId, run).fetchHistory()).events ?? [];
  try {
    return await client.withDeadline(Date.now() + ENDING_READ_MS, async () => {
      const reset = (await eventsOf(runId)).findLast((event) => baseRunOf(event) !== undefined);
      const baseRunId = reset && baseRunOf(reset);
      if (reset === undefined || baseRunId === undefined) return 0;
      const resetAtMs = timeOf(reset);
      const leftMs = Math.max(0, resetAtMs + START_TO_CLOSE_MS - nowMs());
      if (leftMs === 0) return 0;
      const base = await eventsOf(baseRunId);
      // Another run was open at the reset where the base had ended before; what that one did is not known here.
      return endedAt(base, resetAtMs) && !leavesRegistrationOpen(base) ? 0 : leftMs;
    });
  } catch {
    return START_TO_CLOSE_MS;
  }
}

/** The run that was reset, for the event by which the server marks a reset. */
function baseRunOf({ workflowTaskFailedEventAttributes: failed }: HistoryEvent): string | undefined {
  return failed?.newRunId && failed.baseRunId ? failed.baseRunId : undefined;
}

function endedAt(events: readonly HistoryEvent[], timeMs: number): boolean {
  const last = events.at(-1);
  if (last?.workflowExecutionTerminatedEventAttributes == null) return false;
  return Math.abs(timeOf(last) - timeMs) < SAME_MOMENT_MS;
}

function leavesRegistrationOpen(events: readonly HistoryEvent[]): boolean {
  const open = new Set<string>();
  for (const event of events) {
    const { activityTaskScheduledEventAttributes: scheduled } = event;
    if (scheduled?.activityType?.name === REGISTRATION) open.add(String(event.eventId));
    const closed =
      event.activityTaskCompletedEventAttributes ??
      event.activityTaskFailedEventAttributes ??
      event.activityTaskTimedOutEventAttributes ??
      event.activityTaskCanceledEventAttributes;
    if (closed) open.delete(String(closed.scheduledEventId));
  }
  return open.size > 0;
}

function timeOf({ eventTime }: HistoryEvent): number {
  return Number(eventTime?.seconds ?? 0) * 1_000 + (eventTime?.nanos ?? 0) / 1_000_000;
}
