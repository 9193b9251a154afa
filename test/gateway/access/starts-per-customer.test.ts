import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StartsPerCustomer } from '../../../src/gateway/access/starts-per-customer.js';

const MINUTE_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

function startsAt(minutes: readonly number[], limit: number): StartsPerCustomer {
  const starts = new StartsPerCustomer(limit);
  for (const minute of minutes) {
    vi.setSystemTime(minute * MINUTE_MS);
    starts.count('asha');
  }
  return starts;
}

test('an hour after a start there is room for another; until then the refusal names the seconds', () => {
  const starts = startsAt([0, 30, 50], 2);
  expect(starts.refusal('asha')?.headers).toEqual({ 'Retry-After': String(40 * 60) });
  vi.setSystemTime(90 * MINUTE_MS - 1);
  expect(starts.refusal('asha')?.headers).toEqual({ 'Retry-After': '1' });
  vi.setSystemTime(90 * MINUTE_MS);
  expect(starts.refusal('asha')).toBeUndefined();
});

test('50,000 customers are remembered; the one with the oldest last start is forgotten first', () => {
  const starts = startsAt([0], 1);
  for (let other = 1; other < 50_000; other += 1) starts.count(String(other));
  expect(starts.refusal('asha')).toBeDefined();
  starts.count('one more');
  expect(starts.refusal('asha')).toBeUndefined();
  expect(starts.refusal('1')).toBeDefined();
});
