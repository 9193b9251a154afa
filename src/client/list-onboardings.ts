import type { WorkflowExecutionInfo } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { DELIVER_OUTCOME_WORKFLOW, ENDINGS, type Ending } from '../contract/delivery.js';
import { ATTENTION_ATTRIBUTE, OTP_DEADLINE_ATTRIBUTE, OUTCOME_ATTRIBUTE, STAGE_ATTRIBUTE } from '../contract/names.js';
import { ONBOARDING_OUTCOMES, type OnboardingOutcome } from '../contract/result.js';
import {
  ATTENTION_REASONS,
  ONBOARDING_STAGES,
  WEBHOOK_UNDELIVERED,
  type AttentionReason,
  type OnboardingStage,
} from '../contract/status.js';
import { OnboardingNotFound } from './errors.js';
import { listedRuns } from './listed-runs.js';
import type { TemporalCalls } from './temporal-calls.js';
import { listQuery, type OnboardingFilter } from './visibility-query.js';

/** Whether an onboarding is open, and else how its workflow ended; `completed` means: with an outcome. */
export type OnboardingExecution = 'open' | Ending;

/** One onboarding as Temporal's list shows it: a second or so behind, without personal data, from no worker. */
export interface OnboardingListEntry {
  workflowId: string;
  runId: string;
  execution: OnboardingExecution;
  stage?: OnboardingStage;
  outcome?: OnboardingOutcome;
  attention?: AttentionReason;
  /** When the present or latest wait for an OTP ends; ISO 8601, UTC. */
  otpDeadline?: string;
  /** ISO 8601, UTC. */
  startedAt: string;
  /** Absent while it is open; ISO 8601, UTC. */
  closedAt?: string;
}

/** What an entry is read from; lists and descriptions both have it. */
export type ListedExecution = Pick<
  WorkflowExecutionInfo,
  'workflowId' | 'runId' | 'status' | 'typedSearchAttributes' | 'startTime'
> & { closeTime?: Date | undefined };

const STAGE = defineSearchAttributeKey(STAGE_ATTRIBUTE, SearchAttributeType.KEYWORD);
const OUTCOME = defineSearchAttributeKey(OUTCOME_ATTRIBUTE, SearchAttributeType.KEYWORD);
const ATTENTION = defineSearchAttributeKey(ATTENTION_ATTRIBUTE, SearchAttributeType.KEYWORD);
const OTP_DEADLINE = defineSearchAttributeKey(OTP_DEADLINE_ATTRIBUTE, SearchAttributeType.DATETIME);

/** Lists onboardings, newest first; see `OnboardingClient.list`. */
export async function* listOnboardings(
  calls: TemporalCalls,
  filter: OnboardingFilter,
): AsyncGenerator<OnboardingListEntry, void, undefined> {
  for await (const run of listedRuns(calls, listQuery(filter))) {
    const entry = await foundEntry(calls, filter, run);
    if (entry !== undefined) yield entry;
  }
}

/**
 * The entry of what a list has found. An undelivered end is found as its delivery, and listed as the onboarding that it
 * belongs to; `undefined` where that has been deleted or does not match the filter.
 */
export async function foundEntry(
  calls: TemporalCalls,
  { stage, outcome }: OnboardingFilter,
  found: WorkflowExecutionInfo,
): Promise<OnboardingListEntry | undefined> {
  if (found.type !== DELIVER_OUTCOME_WORKFLOW) return listEntry(found);
  const { parentExecution: onboarding } = found;
  // A delivery that was started by hand has no parent.
  if (!onboarding?.workflowId || !onboarding.runId) return undefined;
  try {
    const entry = listEntry(await calls.describe({ workflowId: onboarding.workflowId, runId: onboarding.runId }));
    const fits = (stage ?? entry.stage) === entry.stage && (outcome ?? entry.outcome) === entry.outcome;
    return fits ? { ...entry, attention: WEBHOOK_UNDELIVERED } : undefined;
  } catch (error) {
    if (error instanceof OnboardingNotFound) return undefined;
    throw error;
  }
}

/** Reads Temporal's entry; a word that the contract does not know counts as absent. */
export function listEntry(info: ListedExecution): OnboardingListEntry {
  const attributes = info.typedSearchAttributes;
  const stage = wordOf(ONBOARDING_STAGES, attributes.get(STAGE));
  const outcome = wordOf(ONBOARDING_OUTCOMES, attributes.get(OUTCOME));
  const attention = wordOf(ATTENTION_REASONS, attributes.get(ATTENTION));
  const otpDeadline = attributes.get(OTP_DEADLINE);
  return {
    workflowId: info.workflowId,
    runId: info.runId,
    execution: info.status.name in ENDINGS ? ENDINGS[info.status.name as keyof typeof ENDINGS] : 'open',
    ...(stage !== undefined && { stage }),
    ...(outcome !== undefined && { outcome }),
    ...(attention !== undefined && { attention }),
    ...(otpDeadline !== undefined && { otpDeadline: otpDeadline.toISOString() }),
    startedAt: info.startTime.toISOString(),
    ...(info.closeTime !== undefined && { closedAt: info.closeTime.toISOString() }),
  };
}

function wordOf<Word extends string>(words: readonly Word[], value: string | undefined): Word | undefined {
  return words.find((word) => word === value);
}
