import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';

/** The type of the failure that an update ended with; throws where it did not fail by a decision of the workflow. */
export async function updateFailureType(update: Promise<unknown>): Promise<string | null | undefined> {
  return (await updateFailure(update)).type;
}

/** Likewise the whole failure. */
export async function updateFailure(update: Promise<unknown>): Promise<ApplicationFailure> {
  const outcome = await update.then(
    (answer) => `an answer: ${JSON.stringify(answer)}`,
    (error: unknown) => error,
  );
  if (outcome instanceof WorkflowUpdateFailedError && outcome.cause instanceof ApplicationFailure) {
    return outcome.cause;
  }
  throw new Error(`The update ended with ${String(outcome)}`);
}
