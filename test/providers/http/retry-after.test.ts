import { expect, test } from 'vitest';
import { readRetryAfter } from '../../../src/providers/http/retry-after.js';

const NOW_MS = Date.parse('2026-03-01T12:00:00Z');

const rows: [header: string | null, pauseMs: number | undefined][] = [
  ['1', 1_000],
  [' 120 ', 120_000],
  ['300', 300_000],
  ['301', 300_000],
  ['99999999999999999999999', 300_000],
  ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
  ['Sunday, 01-Mar-26 12:00:30 GMT', 30_000],
  ['Sun Mar  1 12:00:30 2026', 30_000],
  ['Mon, 02 Mar 2026 12:00:00 GMT', 300_000],
  [null, undefined],
  ['', undefined],
  ['0', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['1e3', undefined],
  ['soon', undefined],
  ['30 seconds', undefined],
  ['Sun, 01 Mar 2026 11:59:59 GMT', undefined],
  ['Sun, 99 Foo 2026 12:00:30 GMT', undefined],
  ['2026-03-01T12:00:30Z', undefined],
];

for (const [header, pauseMs] of rows) {
  test(`Retry-After ${JSON.stringify(header)} asks for ${pauseMs ?? 'no'} ms`, () => {
    expect(readRetryAfter(header, NOW_MS)).toBe(pauseMs);
  });
}
