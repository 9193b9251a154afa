import type { OnboardingAddress } from '../../contract/onboarding-id.js';
import type { Caller, Role } from './caller.js';

/** What the roles may do is written at each operation; this says who may do one on one onboarding. */
export function mayCall(caller: Caller, roles: readonly Role[], onboarding: OnboardingAddress | undefined): boolean {
  if (!roles.includes(caller.role)) return false;
  if (caller.role !== 'page') return true;
  // A bare workflow id means the newest run, which a token of an earlier one must not open.
  const { workflowId, runId } = caller.onboarding;
  return onboarding?.workflowId === workflowId && onboarding.runId === runId;
}
