import type { OnboardingStatus } from '../../contract/status.js';

/** What the pace depends on. */
export interface PollSituation {
  /** As last seen; absent before the first look. */
  status: OnboardingStatus | undefined;
  /** Looks in a row that saw no change. */
  unchangedPolls: number;
  /** Looks in a row that failed. */
  failures: number;
  /** Onboardings that are watched at the same time. */
  watched: number;
  nowMs: number;
}

/** Never more often than this, so that a worker gets less than one query a second for an onboarding. */
export const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_AFTER_FAILURES_MS = 30_000;
/** So that all who are watched cost at most 400 looks a second. */
const PAUSE_PER_WATCHED_MS = 2.5;
/** The workflow needs a moment to act on its deadline. */
const AFTER_DEADLINE_MS = 500;

/**
 * How long to wait before the next look, in ms. Longer and longer while nothing changes, but not past the deadline of
 * the OTP, when something will; longer still while nobody answers.
 */
export function nextPollInMs({ status, unchangedPolls, failures, watched, nowMs }: PollSituation): number {
  if (failures > 0) return Math.min(SHORTEST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_AFTER_FAILURES_MS);
  const shortestMs = Math.max(SHORTEST_PAUSE_MS, watched * PAUSE_PER_WATCHED_MS);
  const growingMs = Math.max(shortestMs, Math.min(SHORTEST_PAUSE_MS * 1.5 ** unchangedPolls, LONGEST_PAUSE_MS));
  const deadline = status?.stage === 'awaitingOtp' ? status.otp?.deadline : undefined;
  if (deadline === undefined) return growingMs;
  const untilDeadlineMs = Date.parse(deadline) + AFTER_DEADLINE_MS - nowMs;
  return untilDeadlineMs > 0 ? Math.max(SHORTEST_PAUSE_MS, Math.min(growingMs, untilDeadlineMs)) : growingMs;
}
