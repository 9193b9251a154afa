import type { OnboardingListEntry } from '../client/list-onboardings.js';
import { localClock, localDateAndClock } from './local-time.js';

const WIDTHS = { id: 43, stage: 11, outcome: 20, started: 19 } as const;

/** The heading of the columns that {@link listLine} fills. */
export const LIST_HEADING = columns('ID', 'STAGE', 'OUTCOME', 'STARTED', 'NOTE');

/** One onboarding as a line of columns. */
export function listLine(entry: OnboardingListEntry): string {
  const { workflowId, stage = '-', outcome, execution, startedAt } = entry;
  // A workflow that ended without an outcome shows how it ended.
  const ending = outcome ?? (execution === 'open' || execution === 'completed' ? '-' : execution);
  return columns(workflowId, stage, ending, localDateAndClock(startedAt), note(entry));
}

function note({ attention, otpDeadline, stage, execution }: OnboardingListEntry): string {
  if (attention !== undefined) return `needs attention: ${attention}`;
  const waits = execution === 'open' && stage === 'awaitingOtp' && otpDeadline !== undefined;
  return waits ? `OTP until ${localClock(otpDeadline)}` : '';
}

function columns(id: string, stage: string, outcome: string, started: string, rest: string): string {
  return [
    id.padEnd(WIDTHS.id),
    stage.padEnd(WIDTHS.stage),
    outcome.padEnd(WIDTHS.outcome),
    started.padEnd(WIDTHS.started),
    rest,
  ]
    .join('  ')
    .trimEnd();
}
