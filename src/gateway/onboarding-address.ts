import {
  formatOnboardingId,
  isOwnWorkflowId,
  type OnboardingAddress,
  type RunAddress,
} from '../contract/onboarding-id.js';

/** The path of an onboarding. */
export function onboardingLocation(address: RunAddress): string {
  return `/v1/onboardings/${formatOnboardingId(address)}`;
}

/** An id as logs show it: one that is not of our own form may hold a person's data in the wrong place. */
export function loggableId({ workflowId, runId }: OnboardingAddress): string {
  if (!isOwnWorkflowId(workflowId)) return '(foreign id)';
  return runId === undefined ? workflowId : formatOnboardingId({ workflowId, runId });
}
