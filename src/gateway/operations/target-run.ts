import type { GatewayContext } from '../context.js';
import { isOwnWorkflowId, type OnboardingAddress, type RunAddress } from '../../contract/onboarding-id.js';
import { Problem } from '../problems/problem.js';

/**
 * The run that a call is about; a bare workflow id means the newest one.
 *
 * @throws Problem `onboarding-not-found` for an id that cannot be one
 * @throws OnboardingNotFound for an unknown workflow id, and for a workflow that is no onboarding
 */
export async function targetRun(
  { onboarding }: { onboarding: OnboardingAddress | undefined },
  { client }: Pick<GatewayContext, 'client'>,
): Promise<RunAddress> {
  if (onboarding === undefined) throw new Problem('onboarding-not-found');
  const { workflowId, runId } = onboarding;
  // Only a foreign id may be the one of another kind of workflow, which our messages must not reach.
  if (runId !== undefined && isOwnWorkflowId(workflowId)) return { workflowId, runId };
  const described = await client.describe(workflowId, runId === undefined ? {} : { runId });
  return { workflowId, runId: described.runId };
}
