import { isGrpcServiceError } from '@temporalio/client';
import { OnboardingNotFound, OnboardingStillOpen } from './errors.js';
import { listEntry, type OnboardingListEntry } from './list-onboardings.js';
import { namesOfRuns, type NamedRun } from './listed-runs.js';
import { isOpen, type TemporalCalls } from './temporal-calls.js';
import { fromTemporalError } from './temporal-errors.js';
import { deliveriesOfQuery, isQueryable, runsOfQuery } from './visibility-query.js';

const NOT_FOUND = 5; // gRPC's own number

/** Has every ended run of a workflow id deleted; see `OnboardingClient.erase`. */
export async function eraseOnboardings(calls: TemporalCalls, workflowId: string): Promise<OnboardingListEntry[]> {
  const runs = await closedRuns(calls, workflowId);
  // What is left of a delivery would name the customer's onboarding id; one that is open has nothing to deliver any more.
  for (const delivery of await namesOfRuns(calls, deliveriesOfQuery(workflowId))) await deleteRun(calls, delivery);
  for (const { runId } of runs) await deleteRun(calls, { workflowId: workflowId, runId });
  return runs;
}

async function deleteRun(calls: TemporalCalls, workflowExecution: NamedRun): Promise<void> {
  const { workflowService, options } = calls.temporal;
  try {
    await calls.within(calls.requestTimeoutMs, () =>
      workflowService.deleteWorkflowExecution({ namespace: options.namespace, workflowExecution }),
    );
  } catch (error) {
    // The list still shows for a moment what is deleted.
    if (!isNotFound(error)) throw fromTemporalError(error);
  }
}

function isNotFound(error: unknown): boolean {
  const grpcCode: number | undefined = isGrpcServiceError(error) ? error.code : undefined;
  return grpcCode === NOT_FOUND;
}

/**
 * The list of the server may lag, so what it says of a run is asked again run by run, and the latest run is asked for by
 * itself.
 */
async function closedRuns(calls: TemporalCalls, workflowId: string): Promise<OnboardingListEntry[]> {
  if (!isQueryable(workflowId)) throw new OnboardingNotFound(workflowId);
  const latest = await calls.describe({ workflowId });
  const listed = await namesOfRuns(calls, runsOfQuery(workflowId));
  const runIds = new Set([latest.runId, ...listed.map(({ runId }) => runId)]);
  const runs: OnboardingListEntry[] = [];
  for (const runId of runIds) {
    const described = await describeIfThere(calls, workflowId, runId);
    if (described === undefined) continue;
    // Deleting an open run would end it in the middle of a registration.
    if (isOpen(described)) throw new OnboardingStillOpen(workflowId);
    runs.push(listEntry(described));
  }
  return runs;
}

async function describeIfThere(calls: TemporalCalls, workflowId: string, runId: string) {
  try {
    return await calls.describe({ workflowId, runId });
  } catch (error) {
    if (error instanceof OnboardingNotFound) return undefined;
    throw error;
  }
}
