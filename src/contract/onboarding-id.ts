/** An onboarding as its caller names it; without a run the newest one of the workflow id. */
export interface OnboardingAddress {
  readonly workflowId: string;
  readonly runId?: string | undefined;
}

/** One run of an onboarding. */
export interface RunAddress extends OnboardingAddress {
  readonly runId: string;
}

/** Ids of our own start with `onboarding-`; a foreign backend may choose others. */
const WORKFLOW_ID = /^[A-Za-z0-9_.:@-]{1,200}$/;
const WITH_RUN = /^(.+)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The form of an onboarding id, with or without its run: a workflow id, a dot and a run id of 36 characters. */
export const ONBOARDING_ID_PATTERN = /^[A-Za-z0-9_.:@-]{1,237}$/;

/** The onboarding id of gateway and webhook: `<workflowId>.<runId>`. A link or a token of yesterday never opens today's. */
export function formatOnboardingId({ workflowId, runId }: RunAddress): string {
  return `${workflowId}.${runId}`;
}

/** Reads an onboarding id or a workflow id, which means its newest run; `undefined` where the text is neither. */
export function parseOnboardingId(id: string): OnboardingAddress | undefined {
  const [, workflowId = id, runId] = WITH_RUN.exec(id) ?? [];
  return WORKFLOW_ID.test(workflowId) ? { workflowId, ...(runId !== undefined && { runId }) } : undefined;
}

/** Whether a workflow id is of our own form, so that it holds no personal data and can be printed. */
export function isOwnWorkflowId(workflowId: string): boolean {
  return /^onboarding-[0-9a-f]{32}$/.test(workflowId);
}
