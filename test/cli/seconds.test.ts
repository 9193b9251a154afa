import { expect, test } from 'vitest';
import { secondsToMs } from '../../src/cli/seconds.js';
import { UsageError } from '../../src/cli/usage-error.js';

test.each([
  ['0', 0],
  ['1', 1_000],
  ['1.5', 1_500],
  ['2592000', 2_592_000_000],
])('--wait %s is %i ms', (text, ms) => {
  expect(secondsToMs(text)).toBe(ms);
});

test.each(['', '-1', '1s', '1e3', 'Infinity', '2592001', ' 1'])('--wait %j is refused', (text) => {
  expect(() => secondsToMs(text)).toThrow(UsageError);
});
