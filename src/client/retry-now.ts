import { RETRY_NOW_SIGNAL } from '../contract/names.js';
import { OnboardingClosed } from './errors.js';
import { namesOfRuns } from './listed-runs.js';
import type { OnboardingAddress } from '../contract/onboarding-id.js';
import type { TemporalCalls } from './temporal-calls.js';
import { isQueryable, openDeliveriesOfQuery } from './visibility-query.js';

/** Wakes what waits: the onboarding, or the delivery of its end; see `OnboardingClient.retryNow`. */
export async function retryNow(calls: TemporalCalls, run: OnboardingAddress): Promise<void> {
  try {
    await wake(calls, run);
  } catch (error) {
    if (!(error instanceof OnboardingClosed) || !isQueryable(run.workflowId)) throw error;
    const deliveries = await namesOfRuns(calls, openDeliveriesOfQuery(run));
    if (deliveries.length === 0) throw error;
    for (const { workflowId, runId } of deliveries) await wake(calls, { workflowId: workflowId, runId });
  }
}

async function wake(calls: TemporalCalls, run: OnboardingAddress): Promise<void> {
  await calls.toOpen(run, () => calls.call(run, () => calls.handle(run).signal(RETRY_NOW_SIGNAL)));
}
