import { expect, test } from 'vitest';
import { median, quantile } from '../../../dev/bench/statistics.js';

test('a quantile is the nearest rank', () => {
  const values = [4, 1, 3, 2, 5];
  expect([0, 0.2, 0.5, 0.8, 0.99, 1].map((share) => quantile(values, share))).toEqual([1, 1, 3, 4, 5, 5]);
});

test('the median of an odd count is the middle value, of an even one the mean of the middle two', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([1, 2, 10, 20])).toBe(6);
});

test('there is no quantile of nothing', () => {
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});
