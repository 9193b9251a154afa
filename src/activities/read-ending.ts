import { WorkflowFailedError, WorkflowNotFoundError, type Client, type WorkflowHandle } from '@temporalio/client';
import { ENDINGS, type DeliverOutcomeInput, type Ending } from '../contract/delivery.js';
import { ONBOARD_CUSTOMER_WORKFLOW } from '../contract/names.js';
import { ENDING_READ_MS } from '../contract/time-limits.js';
import type { OnboardingResult } from '../contract/result.js';

/** How one run of an onboarding has ended. */
export interface OnboardingEnding {
  execution: Ending;
  closedAt: Date;
  /** Where it completed. */
  result?: OnboardingResult;
}

/** Temporal's answer about an ending. `cause` is in our words, without data. */
export type EndingReading =
  | { kind: 'ended'; ending: OnboardingEnding }
  /** There is no such onboarding, or no longer. */
  | { kind: 'gone' }
  /** It is still open, or Temporal does not answer, or its payloads cannot be decrypted. */
  | { kind: 'unreadable'; cause: string };

/** Waits a moment for the end of a run, and reads it. */
export async function readEnding(client: Client, run: DeliverOutcomeInput): Promise<EndingReading> {
  const handle = client.workflow.getHandle(run.workflowId, run.runId, { followRuns: false });
  try {
    return await client.withDeadline(Date.now() + ENDING_READ_MS, () => endingOf(handle));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: 'gone' };
    // A library's message may quote data.
    const name = error instanceof Error ? error.name : typeof error;
    return { kind: 'unreadable', cause: `the onboarding's end cannot be read yet (${name})` };
  }
}

async function endingOf(handle: WorkflowHandle): Promise<EndingReading> {
  const result = await resultOf(handle);
  const { type, status, closeTime } = await handle.describe();
  if (type !== ONBOARD_CUSTOMER_WORKFLOW) return { kind: 'gone' };
  const execution = ENDINGS[status.name as keyof typeof ENDINGS] as Ending | undefined;
  if (execution === undefined || closeTime === undefined) {
    return { kind: 'unreadable', cause: 'the onboarding has not ended in a known way' };
  }
  return { kind: 'ended', ending: { execution, closedAt: closeTime, ...(result !== undefined && { result }) } };
}

/** `undefined` where it ended without a result. */
async function resultOf(handle: WorkflowHandle): Promise<OnboardingResult | undefined> {
  try {
    return (await handle.result()) as OnboardingResult;
  } catch (error) {
    if (error instanceof WorkflowFailedError) return undefined;
    throw error;
  }
}
