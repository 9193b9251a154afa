import {
  CancellationScope,
  log,
  startChild,
  TemporalFailure,
  uuid4,
  workflowInfo,
  type ChildWorkflowOptions,
} from '@temporalio/workflow';
import { DELIVER_OUTCOME_WORKFLOW, type DeliverOutcomeInput } from '../contract/delivery.js';
import type { OnboardingPolicy } from '../contract/policy.js';

/**
 * Onboards, and has the end delivered where the policy asks for it: whichever end it is, and just before it comes about.
 */
export async function deliveringTheEnd<Result>(
  { notify }: OnboardingPolicy,
  onboard: () => Promise<Result>,
): Promise<Result> {
  if (!notify) return onboard();
  let result: Result;
  try {
    result = await onboard();
  } catch (error) {
    // Any other error is a mistake in workflow code, which ends nothing: the onboarding waits for a worker without it.
    if (error instanceof TemporalFailure) await startDelivery();
    throw error;
  }
  await startDelivery();
  return result;
}

/** Starts the delivery, which outlives the onboarding. Whatever comes of that, the onboarding ends as it would. */
async function startDelivery(): Promise<void> {
  const { workflowId, runId } = workflowInfo();
  try {
    await CancellationScope.nonCancellable(() =>
      startChild(DELIVER_OUTCOME_WORKFLOW, deliveryOptions({ workflowId, runId })),
    );
  } catch (error) {
    const errorName = error instanceof Error ? error.name : typeof error;
    log.error('the end of this onboarding is not delivered: its delivery cannot be started', { errorName });
  }
}

function deliveryOptions(input: DeliverOutcomeInput): ChildWorkflowOptions & { args: [DeliverOutcomeInput] } {
  return {
    // Not made from the run id: a run that an operator resets has another one, and would not replay.
    workflowId: `delivery-${uuid4()}`,
    args: [input],
    parentClosePolicy: 'ABANDON',
  };
}
