import { describe, expect, test } from 'vitest';
import { planDelivery, type DeliverySituation } from '../../src/activities/plan-delivery.js';

const HOUR_MS = 3_600_000;
const THREE_DAYS_MS = 72 * HOUR_MS;
const plan = (situation: Partial<DeliverySituation>) =>
  planDelivery({ fault: 'unavailable', tries: 1, nowMs: 0, firstStartedAtMs: 0, ...situation });

test.each([
  [1, 5_000],
  [2, 10_000],
  [3, 20_000],
  [4, 40_000],
  [10, 2_560_000],
  [11, HOUR_MS],
  [80, HOUR_MS],
])('after try %d the next comes in %d ms', (tries, delayMs) => {
  expect(plan({ tries })).toBe(delayMs);
});

describe('a receiver that is unavailable', () => {
  test('the last try comes 3 days after the first one’s start', () => {
    expect(plan({ tries: 80, nowMs: THREE_DAYS_MS - 1 })).toBe(1);
  });

  test('after 3 days a person must look', () => {
    expect(plan({ tries: 80, nowMs: THREE_DAYS_MS })).toBeUndefined();
  });
});

test('what only a person can mend is left to one at once', () => {
  expect(plan({ fault: 'hopeless' })).toBeUndefined();
});

test.each([
  [1, 7_000, 7_000],
  [3, 7_000, 20_000],
])('after try %d a wish to wait %d ms makes it %d ms', (tries, retryAfterMs, delayMs) => {
  expect(plan({ tries, retryAfterMs })).toBe(delayMs);
});
