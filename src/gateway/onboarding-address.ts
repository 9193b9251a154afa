/** One run of an onboarding as Temporal knows it. */
export interface RunAddress {
  workflowId: string;
  runId: string;
}

/** An onboarding as a caller names it; without a run the newest one. */
export interface OnboardingAddress {
  workflowId: string;
  runId?: string;
}

/** Ids of our own start with `onboarding-`; a foreign backend may choose others. */
const WORKFLOW_ID = /^[A-Za-z0-9_.:@-]{1,200}$/;
const WITH_RUN = /^(.+)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The form of an id in a path: a workflow id, with or without a dot and a run id of 36 characters. */
export const ONBOARDING_ID_PATTERN = /^[A-Za-z0-9_.:@-]{1,237}$/;

/** The gateway's onboarding id: `<workflow id>.<run id>`. A link or a token of yesterday never opens today's. */
export function onboardingIdOf({ workflowId, runId }: RunAddress): string {
  return `${workflowId}.${runId}`;
}

/** Reads an id from a path or a token; nothing where it is none. A bare workflow id means its newest run. */
export function parseOnboardingId(id: string): OnboardingAddress | undefined {
  const [, workflowId, runId] = WITH_RUN.exec(id) ?? [];
  if (workflowId !== undefined && runId !== undefined) {
    return WORKFLOW_ID.test(workflowId) ? { workflowId, runId } : undefined;
  }
  return WORKFLOW_ID.test(id) ? { workflowId: id } : undefined;
}

/** Whether a workflow id is of our own form, as `onboardingId` of the client makes it. */
export function isOwnId(workflowId: string): boolean {
  return /^onboarding-[0-9a-f]{32}$/.test(workflowId);
}

/** The path of an onboarding. */
export function onboardingLocation(address: RunAddress): string {
  return `/v1/onboardings/${onboardingIdOf(address)}`;
}

/** An id as logs show it: one that is not of our own form may hold a person's data in the wrong place. */
export function loggableId({ workflowId, runId }: OnboardingAddress): string {
  if (!isOwnId(workflowId)) return '(foreign id)';
  return runId === undefined ? workflowId : onboardingIdOf({ workflowId, runId });
}
