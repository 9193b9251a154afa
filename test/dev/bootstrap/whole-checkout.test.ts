import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { finished } from './fixture-checkout.js';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const MADE_LATER = ['node_modules', 'dist', '.git'];
const FIRST_RUN_WITHIN_MS = 600_000;

let checkout: string;

beforeEach(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'onboarding-whole-'));
  const filter = (path: string) => !MADE_LATER.includes(relative(PROJECT, path));
  await cp(PROJECT, checkout, { recursive: true, filter });
});
afterEach(() => rm(checkout, { recursive: true, force: true }));

function npm(...args: string[]) {
  return finished(spawn('npm', args, { cwd: checkout }));
}

test(
  'on a fresh clone one npm command installs, compiles, bundles and runs; the next one only runs',
  async () => {
    const first = await npm('run', '--silent', 'onboarding', '--', '--help');
    const steps = first.stderr.split('\n').filter((line) => !line.includes(' … '));
    expect(steps).toEqual([
      'To be set up first: installing the npm packages (about 15 s), compiling (about 10 s).',
      expect.stringMatching(/^Installed the npm packages · /),
      expect.stringMatching(/^Compiled · /),
      expect.stringMatching(/^Minified the page · /),
      expect.stringMatching(/^Bundled the workflows · /),
      '',
    ]);
    expect(first.stdout).toMatch(/^Usage: onboarding /);
    expect(first.exitCode).toBe(0);
    expect(await readFile(join(checkout, 'dist/workflow-bundle.js'), 'utf8')).toMatch(/onboardCustomer/);
    const second = await npm('run', '--silent', 'onboarding', '--', '--help');
    expect(second).toEqual({ stdout: first.stdout, stderr: '', exitCode: 0 });
  },
  FIRST_RUN_WITHIN_MS,
);
