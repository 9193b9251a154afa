import { STATUS_QUERY } from '../contract/names.js';
import type { OnboardingStatus } from '../contract/status.js';
import { NoWorkerAnswered } from './errors.js';
import { fromTemporalError, isDeadlineOver, isFailedPrecondition } from './temporal-errors.js';
import type { OnboardingAddress } from '../contract/onboarding-id.js';
import type { TemporalCalls } from './temporal-calls.js';

/** Asks a worker for the status; see `OnboardingClient.status`. */
export async function readStatus(calls: TemporalCalls, run: OnboardingAddress): Promise<OnboardingStatus> {
  try {
    return await calls.within(calls.requestTimeoutMs, () => calls.handle(run).query<OnboardingStatus>(STATUS_QUERY));
  } catch (error) {
    // The server holds a query until a worker takes it, so a deadline that passes means that none did.
    if (isDeadlineOver(error) || isFailedPrecondition(error)) throw new NoWorkerAnswered({ cause: error });
    throw fromTemporalError(error, run.workflowId);
  }
}
