import { afterEach, expect, test, vi } from 'vitest';
import { withProgress } from '../../../dev/temporal/report.js';

afterEach(() => {
  vi.useRealTimers();
});

test('what lasts is reported every 10 s, with its time so far and how long it takes', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  const lines: string[] = [];
  const doing = { doing: 'Building the Temporal CLI', takes: 'about 5 min' };
  await withProgress(
    (line) => lines.push(line),
    doing,
    () => {
      vi.advanceTimersByTime(20_000);
      return Promise.resolve();
    },
  );
  vi.advanceTimersByTime(60_000);
  expect(lines).toEqual([
    'Building the Temporal CLI … 10.0 s of about 5 min',
    'Building the Temporal CLI … 20.0 s of about 5 min',
  ]);
});
