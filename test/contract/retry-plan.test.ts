import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planRetry, type RetrySituation } from '../../src/contract/retry-plan.js';

const plan = (situation: Partial<RetrySituation>) =>
  planRetry({ tries: 1, nowMs: 0, firstStartedAtMs: 0, windowMs: 120_000, ...situation });

test.each([
  [1, 1_000],
  [2, 2_000],
  [3, 4_000],
  [4, 8_000],
  [5, 16_000],
  [6, 30_000],
  [7, 30_000],
  [2_000, 30_000],
])('after try %d the next comes in %d ms', (tries, delayMs) => {
  expect(plan({ tries })).toBe(delayMs);
});

describe('the end of the window', () => {
  test('1 ms before it the last try comes at the end', () => {
    expect(plan({ tries: 6, nowMs: 119_999 })).toBe(1);
  });

  test('at the end no further try comes', () => {
    expect(plan({ nowMs: 120_000 })).toBeUndefined();
  });

  test('after the end no further try comes', () => {
    expect(plan({ nowMs: 120_001 })).toBeUndefined();
  });

  test('a window of 0 ms allows no second try', () => {
    expect(plan({ windowMs: 0 })).toBeUndefined();
  });

  test('it is counted from the first try’s start', () => {
    expect(plan({ firstStartedAtMs: 1_000, nowMs: 120_500 })).toBe(500);
  });
});

describe('what the provider asks us to wait', () => {
  test('lengthens the delay', () => {
    expect(plan({ retryAfterMs: 5_000 })).toBe(5_000);
  });

  test('does not shorten it', () => {
    expect(plan({ tries: 4, retryAfterMs: 5_000 })).toBe(8_000);
  });

  test('is kept where it ends with the window', () => {
    expect(plan({ retryAfterMs: 120_000 })).toBe(120_000);
  });

  test('leaves no further try where it reaches past the window, rather than one too early', () => {
    expect(plan({ retryAfterMs: 120_001 })).toBeUndefined();
  });
});

test('a delay is at least 1 ms, never shorter than asked, and never past the window', () => {
  const time = fc.integer({ min: 0, max: 2_592_000_000 });
  const situations = fc.record({
    tries: fc.integer({ min: 1, max: 10_000 }),
    nowMs: time,
    firstStartedAtMs: time,
    windowMs: time,
    retryAfterMs: fc.integer({ min: 0, max: 300_000 }),
  });
  fc.assert(
    fc.property(situations, (situation) => {
      const delayMs = planRetry(situation);
      if (delayMs === undefined) return;
      const { nowMs, firstStartedAtMs, windowMs, retryAfterMs } = situation;
      expect(delayMs).toBeGreaterThanOrEqual(Math.max(1, retryAfterMs));
      expect(nowMs + delayMs).toBeLessThanOrEqual(firstStartedAtMs + windowMs);
    }),
  );
});

test.each([
  [1, 5_000],
  [4, 40_000],
  [5, 60_000],
])('at a pace from 5 s to 1 min, after try %d the next comes in %d ms', (tries, delayMs) => {
  expect(plan({ tries, pace: { firstDelayMs: 5_000, longestDelayMs: 60_000 } })).toBe(delayMs);
});
