import { DELIVER_OUTCOME_WORKFLOW } from '../contract/delivery.js';
import {
  ATTENTION_ATTRIBUTE,
  ONBOARD_CUSTOMER_WORKFLOW,
  OUTCOME_ATTRIBUTE,
  STAGE_ATTRIBUTE,
} from '../contract/names.js';
import type { FieldProblem } from '../contract/request.js';
import { ONBOARDING_OUTCOMES, type OnboardingOutcome } from '../contract/result.js';
import {
  ATTENTION_REASONS,
  ONBOARDING_STAGES,
  WEBHOOK_UNDELIVERED,
  type AttentionReason,
  type OnboardingStage,
} from '../contract/status.js';
import { InvalidRequest } from './errors.js';
import type { OnboardingAddress } from '../contract/onboarding-id.js';

/** Which onboardings to list; whatever is absent does not narrow the list. */
export interface OnboardingFilter {
  stage?: OnboardingStage | undefined;
  outcome?: OnboardingOutcome | undefined;
  attention?: AttentionReason | undefined;
}

const ONBOARDINGS = `WorkflowType = "${ONBOARD_CUSTOMER_WORKFLOW}"`;
const DELIVERIES = `WorkflowType = "${DELIVER_OUTCOME_WORKFLOW}"`;
const OPEN = 'ExecutionStatus = "Running"';
/** An onboarding whose end is undelivered has none of this itself. */
const UNDELIVERED = `${DELIVERIES} AND ${ATTENTION_ATTRIBUTE} = "${WEBHOOK_UNDELIVERED}" AND ${OPEN}`;

/**
 * Temporal's list filter for onboardings. Every value is checked against the contract's closed list, so none needs
 * quoting and none can change the query.
 *
 * @throws {@link InvalidRequest} for a word that the contract does not know
 */
export function onboardingsQuery(filter: OnboardingFilter): string {
  const problems: FieldProblem[] = [];
  const conditions = [ONBOARDINGS];
  const narrow = (field: keyof OnboardingFilter, attribute: string, words: readonly string[]): void => {
    const word = filter[field];
    if (word === undefined) return;
    if (words.includes(word)) conditions.push(`${attribute} = "${word}"`);
    else problems.push({ field, problem: `must be one of ${words.join(', ')}` });
  };
  narrow('stage', STAGE_ATTRIBUTE, ONBOARDING_STAGES);
  narrow('outcome', OUTCOME_ATTRIBUTE, ONBOARDING_OUTCOMES);
  narrow('attention', ATTENTION_ATTRIBUTE, ATTENTION_REASONS);
  if (problems.length > 0) throw new InvalidRequest(problems);
  return conditions.join(' AND ');
}

/**
 * What a list asks for: onboardings, or the deliveries behind those whose end is undelivered.
 *
 * @throws {@link InvalidRequest} for a word that the contract does not know
 */
export function listQuery(filter: OnboardingFilter): string {
  const query = onboardingsQuery(filter);
  return filter.attention === WEBHOOK_UNDELIVERED ? UNDELIVERED : query;
}

/** Whether an id can stand in a query: quotes and backslashes could change the query, and no id of the contract has any. */
export function isQueryable(workflowId: string): boolean {
  return !/["\\]/.test(workflowId);
}

/**
 * Every run of one customer's onboarding.
 *
 * @param workflowId one that {@link isQueryable}
 */
export function runsOfQuery(workflowId: string): string {
  return `${ONBOARDINGS} AND WorkflowId = "${workflowId}"`;
}

/**
 * Every delivery of one customer's onboardings.
 *
 * @param workflowId see {@link runsOfQuery}
 */
export function deliveriesOfQuery(workflowId: string): string {
  return `${DELIVERIES} AND ParentWorkflowId = "${workflowId}"`;
}

/**
 * Likewise those of one run, or of the customer's every run, that are not done yet.
 *
 * @param run see {@link runsOfQuery}; the server knows no run of another form than its own
 */
export function openDeliveriesOfQuery({ workflowId, runId }: OnboardingAddress): string {
  const ofRun = runId === undefined ? '' : ` AND ParentRunId = "${runId}"`;
  return `${deliveriesOfQuery(workflowId)}${ofRun} AND ${OPEN}`;
}

/**
 * What is open and waits for the same thing to be mended: onboardings, or deliveries of their ends.
 *
 * @throws {@link InvalidRequest} for a reason that the contract does not know
 */
export function waitingForAttentionQuery(attention: AttentionReason): string {
  return attention === WEBHOOK_UNDELIVERED ? UNDELIVERED : `${onboardingsQuery({ attention })} AND ${OPEN}`;
}
