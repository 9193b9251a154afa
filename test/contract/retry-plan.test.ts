import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planRetry, withJitter, type RetrySituation } from '../../src/contract/retry-plan.js';
import { DELIVERY_BACKOFF, UNDELIVERED_AFTER_MS } from '../../src/contract/time-limits.js';

const plan = (situation: Partial<RetrySituation>) =>
  planRetry({ tries: 1, nowMs: 0, firstStartedAtMs: 0, windowMs: 120_000, random: 0, ...situation });

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
    random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
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

describe('jitter', () => {
  test.each([
    [0, 1_000],
    [0.5, 1_050],
    [0.999, 1_100],
  ])('random %d makes 1 s to %d ms', (random, waitMs) => {
    expect(withJitter(1_000, random)).toBe(waitMs);
    expect(plan({ random })).toBe(waitMs);
  });

  test('lengthens what the provider asks us to wait, too', () => {
    expect(plan({ retryAfterMs: 40_000, random: 0.5 })).toBe(42_000);
  });

  test('never puts the last try past the window', () => {
    expect(plan({ tries: 6, nowMs: 100_000, random: 0.999 })).toBe(20_000);
  });
});

describe('a delivery', () => {
  const HOUR_MS = 3_600_000;
  const delivery = (situation: Partial<RetrySituation>) =>
    plan({ backoff: DELIVERY_BACKOFF, windowMs: UNDELIVERED_AFTER_MS, ...situation });

  test.each([
    [1, 5_000],
    [2, 10_000],
    [3, 20_000],
    [4, 40_000],
    [10, 2_560_000],
    [11, HOUR_MS],
    [80, HOUR_MS],
  ])('after try %d the next comes in %d ms', (tries, delayMs) => {
    expect(delivery({ tries })).toBe(delayMs);
  });

  test('the last try comes 3 days after the first one’s start', () => {
    expect(delivery({ tries: 80, nowMs: 72 * HOUR_MS - 1 })).toBe(1);
    expect(delivery({ tries: 80, nowMs: 72 * HOUR_MS })).toBeUndefined();
  });

  test.each([
    [1, 7_000, 7_000],
    [3, 7_000, 20_000],
  ])('after try %d a wish to wait %d ms makes it %d ms', (tries, retryAfterMs, delayMs) => {
    expect(delivery({ tries, retryAfterMs })).toBe(delayMs);
  });
});
