import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';

/** The type of the failure that an update ended with; throws where it did not fail by a decision of the workflow. */
export async function updateFailureType(update: Promise<unknown>): Promise<string | null | undefined> {
  const outcome = await update.then(
    (answer) => `an answer: ${JSON.stringify(answer)}`,
    (error: unknown) => error,
  );
  if (outcome instanceof WorkflowUpdateFailedError && outcome.cause instanceof ApplicationFailure) {
    return outcome.cause.type;
  }
  throw new Error(`The update ended with ${String(outcome)}`);
}
