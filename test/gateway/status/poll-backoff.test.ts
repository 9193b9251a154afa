import { expect, test } from 'vitest';
import { nextPollInMs, type PollSituation } from '../../../src/gateway/status/poll-backoff.js';

const NOW = Date.parse('2026-11-22T10:00:00.000Z');
const situation = (others: Partial<PollSituation> = {}): PollSituation => ({
  status: undefined,
  unchangedPolls: 0,
  failures: 0,
  watched: 1,
  nowMs: NOW,
  ...others,
});
const awaitingUntil = (deadlineMs: number): PollSituation['status'] => ({
  stage: 'awaitingOtp',
  mobileNumber: '******3210',
  otp: { deadline: new Date(deadlineMs).toISOString(), attemptsLeft: 5, sends: 0 },
  timeline: [],
});

test.each([
  [0, 1_000],
  [1, 1_500],
  [2, 2_250],
  [3, 3_375],
  [4, 5_000],
  [1_000, 5_000],
])('after %i looks without a change the next one comes in %i ms', (unchangedPolls, pauseMs) => {
  expect(nextPollInMs(situation({ unchangedPolls }))).toBe(pauseMs);
});

test.each([
  [400, 1_000],
  [1_000, 2_500],
  [2_000, 5_000],
  [10_000, 25_000],
])('while %i onboardings are watched each is looked at every %i ms at most', (watched, pauseMs) => {
  expect(nextPollInMs(situation({ watched }))).toBe(pauseMs);
});

test.each([
  [1, 2_000],
  [2, 4_000],
  [4, 16_000],
  [5, 30_000],
  [1_000, 30_000],
])('after %i failures in a row the next look comes in %i ms', (failures, pauseMs) => {
  expect(nextPollInMs(situation({ failures, unchangedPolls: 9 }))).toBe(pauseMs);
});

test('a look comes half a second after the deadline of the code, not up to 5 seconds late', () => {
  const status = awaitingUntil(NOW + 2_000);
  expect(nextPollInMs(situation({ status, unchangedPolls: 9 }))).toBe(2_500);
});

test.each([-600_000, -1, 0, 100, 499])(
  'a deadline %i ms away never makes looks more frequent than one a second',
  (ms) => {
    for (const unchangedPolls of [0, 9]) {
      expect(nextPollInMs(situation({ status: awaitingUntil(NOW + ms), unchangedPolls }))).toBeGreaterThanOrEqual(
        1_000,
      );
    }
  },
);
