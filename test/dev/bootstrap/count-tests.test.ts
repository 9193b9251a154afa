import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../../dev/bootstrap/count-tests.mjs', import.meta.url));

function count(report: unknown, exitCode: number): { line: string; exitCode: number | null } {
  const directory = mkdtempSync(join(tmpdir(), 'onboarding-count-'));
  try {
    const file = join(directory, 'report.json');
    writeFileSync(file, typeof report === 'string' ? report : JSON.stringify(report));
    const { stdout, status } = spawnSync(process.execPath, [SCRIPT, file, String(exitCode)], { encoding: 'utf8' });
    return { line: stdout, exitCode: status };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function file(status: string, ...results: string[]) {
  return { status, assertionResults: results.map((result) => ({ status: result })) };
}

test.each([
  ['every test passed', [file('passed', 'passed', 'passed'), file('passed', 'passed')], 0, '3 passed, 0 failed', 0],
  ['a skipped test is neither', [file('passed', 'passed', 'skipped')], 0, '1 passed, 0 failed', 0],
  ['one test failed', [file('failed', 'passed', 'failed'), file('passed', 'passed')], 1, '2 passed, 1 failed', 1],
  ['a file that could not run is one failed', [file('failed'), file('passed', 'passed')], 1, '1 passed, 1 failed', 1],
  ['a test whose process crashed is failed', [file('passed', 'pending', 'pending')], 1, '0 passed, 2 failed', 1],
  [
    'a file that crashed before its first test is one failed',
    [file('passed'), file('passed', 'passed')],
    1,
    '1 passed, 1 failed',
    1,
  ],
  ['a red lint under green tests is one failed', [file('passed', 'passed')], 1, '1 passed, 1 failed', 1],
  ['no test at all is one failed', [], 0, '0 passed, 1 failed', 1],
])('%s', (_, testResults, runExitCode, line, exitCode) => {
  expect(count({ testResults }, runExitCode)).toEqual({ line: `${line}\n`, exitCode });
});

test('a run that ended before it wrote a report is one failed', () => {
  expect(count('', 1)).toEqual({ line: '0 passed, 1 failed\n', exitCode: 1 });
});
