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
  type AttentionReason,
  type OnboardingStage,
} from '../contract/status.js';
import { InvalidRequest } from './errors.js';

/** Which onboardings to list; whatever is absent does not narrow the list. */
export interface OnboardingFilter {
  stage?: OnboardingStage | undefined;
  outcome?: OnboardingOutcome | undefined;
  attention?: AttentionReason | undefined;
}

const ONBOARDINGS = `WorkflowType = "${ONBOARD_CUSTOMER_WORKFLOW}"`;

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
 * Every run of one customer's onboarding.
 *
 * @param onboardingId as `onboardingId` makes it: letters, digits and a hyphen, so it needs no quoting
 */
export function runsOfQuery(onboardingId: string): string {
  return `${ONBOARDINGS} AND WorkflowId = "${onboardingId}"`;
}

/**
 * The open onboardings that wait for the same thing to be mended.
 *
 * @throws {@link InvalidRequest} for a reason that the contract does not know
 */
export function waitingForAttentionQuery(attention: AttentionReason): string {
  return `${onboardingsQuery({ attention })} AND ExecutionStatus = "Running"`;
}
