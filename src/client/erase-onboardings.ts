import { OnboardingNotFound, OnboardingStillOpen } from './errors.js';
import { listEntry, type OnboardingListEntry } from './list-onboardings.js';
import { isOpen, type TemporalCalls } from './temporal-calls.js';
import { runsOfQuery } from './visibility-query.js';

/** Has every ended run of an onboarding id deleted; see `OnboardingClient.erase`. */
export async function eraseOnboardings(calls: TemporalCalls, onboardingId: string): Promise<OnboardingListEntry[]> {
  const runs = await closedRuns(calls, onboardingId);
  for (const { runId } of runs) {
    const { workflowService, options } = calls.temporal;
    const execution = { workflowId: onboardingId, runId };
    await calls.call({ onboardingId, runId }, () =>
      workflowService.deleteWorkflowExecution({ namespace: options.namespace, workflowExecution: execution }),
    );
  }
  return runs;
}

/**
 * The list of the server may lag, so what it says of a run is asked again run by run, and the latest run is asked for by
 * itself.
 */
async function closedRuns(calls: TemporalCalls, onboardingId: string): Promise<OnboardingListEntry[]> {
  // What would need quoting in the query is an id of nobody who follows the contract.
  if (/["\\]/.test(onboardingId)) throw new OnboardingNotFound(onboardingId);
  const latest = await calls.describe({ onboardingId });
  const runIds = new Set([latest.runId]);
  const pages = calls.temporal.workflow.list({ query: runsOfQuery(onboardingId) })[Symbol.asyncIterator]();
  for (;;) {
    const next = await calls.call(undefined, () => pages.next());
    if (next.done === true) break;
    runIds.add(next.value.runId);
  }
  const runs: OnboardingListEntry[] = [];
  for (const runId of runIds) {
    const described = await describeIfThere(calls, onboardingId, runId);
    if (described === undefined) continue;
    // Deleting an open run would end it in the middle of a registration.
    if (isOpen(described)) throw new OnboardingStillOpen(onboardingId);
    runs.push(listEntry(described));
  }
  return runs;
}

async function describeIfThere(calls: TemporalCalls, onboardingId: string, runId: string) {
  try {
    return await calls.describe({ onboardingId, runId });
  } catch (error) {
    if (error instanceof OnboardingNotFound) return undefined;
    throw error;
  }
}
