import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { finished, FixtureCheckout } from './fixture-checkout.js';
import { isAlive } from '../temporal/processes.js';

let checkout: FixtureCheckout;

beforeEach(async () => {
  checkout = await FixtureCheckout.create();
});
afterEach(() => checkout.remove());

/**
 * Makes npm hang in mid-install, with one package in place, and waits until it does and the lock names its process, which
 * is noted only once npm has been started. Its process id is in `npm-pid`.
 */
async function startHangingInstall() {
  await checkout.writeNpm('mkdir -p node_modules/typescript; echo $$ > npm-pid; exec sleep 600');
  const child = checkout.start('build');
  const ran = finished(child);
  await expect.poll(() => checkout.read('npm-pid').catch(() => ''), { timeout: 10_000 }).toMatch(/\d+\n/);
  const npmPid = Number(await checkout.read('npm-pid'));
  await expect.poll(lockHolders, { timeout: 10_000 }).toContain(npmPid);
  return { child, ran, npmPid };
}

async function lockHolders(): Promise<number[]> {
  const owner = JSON.parse(await checkout.read('dist/.setup-lock/owner.json')) as { pids: number[] };
  return owner.pids;
}

test('packages are installed exactly, without their scripts, whatever npm was told about its own run', async () => {
  await checkout.run('build');
  expect(await checkout.npmCalls()).toEqual([
    'ci --ignore-scripts --include=dev --no-audit --no-fund --no-progress --loglevel=error --dry-run=false --global=false',
  ]);
});

test('a second run installs nothing', async () => {
  await checkout.run('build');
  await checkout.run('build');
  expect(await checkout.npmCalls()).toHaveLength(1);
});

test('packages that npm itself recorded as the lockfile wants them are trusted without a stamp of ours', async () => {
  await checkout.run('build');
  await rm(join(checkout.root, 'node_modules/.onboarding-install-stamp'));
  await checkout.run('build');
  expect(await checkout.npmCalls()).toHaveLength(1);
});

test('a lockfile that wants another version is installed anew', async () => {
  await checkout.run('build');
  await checkout.writeLockfile('99.0.0');
  await checkout.run('build');
  expect(await checkout.npmCalls()).toHaveLength(2);
});

test('packages removed behind our back, with npm’s record brought up to date, are installed anew', async () => {
  await checkout.run('build');
  const record = JSON.parse(await checkout.read('node_modules/.package-lock.json')) as { packages: object };
  const packages = Object.fromEntries(Object.entries(record.packages).filter(([name]) => !name.includes('undici')));
  await checkout.write('node_modules/.package-lock.json', JSON.stringify({ ...record, packages }));
  await checkout.run('build');
  expect(await checkout.npmCalls()).toHaveLength(2);
});

test('a failed install shows what npm said and what to do, and exits with 1', async () => {
  await checkout.writeNpm('echo "npm error network" >&2; exit 7');
  const { stdout, stderr, exitCode } = await checkout.run('onboarding');
  expect(stderr).toMatch(/npm error network/);
  expect(stderr).toMatch(/Installing the npm packages failed after .* run the command again/);
  expect(stdout).toBe('');
  expect(exitCode).toBe(1);
});

test('two first runs at once install once, and both do their work', async () => {
  const runs = await Promise.all([checkout.run('onboarding', 'a'), checkout.run('onboarding', 'b')]);
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(runs.map(({ stdout }) => (JSON.parse(stdout) as string[])[1])).toEqual(['a', 'b']);
  expect(await checkout.npmCalls()).toHaveLength(1);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s during an install ends npm, then us with %i, and leaves no lock', async (signal, expected) => {
  const { child, ran, npmPid } = await startHangingInstall();
  child.kill(signal);
  const { stderr, exitCode } = await ran;
  expect(exitCode).toBe(expected);
  expect(stderr).toMatch(new RegExp(`^To be set up first: .*\nSet-up stopped by ${signal}\\.\n$`));
  expect(isAlive(npmPid)).toBe(false);
  expect(existsSync(join(checkout.root, 'dist/.setup-lock'))).toBe(false);
});

test('what a killed install left behind is not believed: the next run installs again', async () => {
  const { child, ran, npmPid } = await startHangingInstall();
  child.kill('SIGKILL');
  process.kill(npmPid, 'SIGKILL');
  await ran;
  await checkout.writeNpm(`cp -R store/. node_modules/`);
  expect(await checkout.run('build')).toMatchObject({ exitCode: 0 });
  expect(await checkout.npmCalls()).toHaveLength(2);
});

test('a next run waits for an npm that outlives its killed parent', async () => {
  const { child, npmPid } = await startHangingInstall();
  child.kill('SIGKILL');
  await once(child, 'exit');
  await checkout.writeNpm(`cp -R store/. node_modules/`);
  const next = checkout.start('build');
  const ran = finished(next);
  await new Promise<void>((resolve) => {
    next.stderr?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Waiting for another set-up of this checkout to end')) resolve();
    });
  });
  expect(await checkout.npmCalls()).toHaveLength(1);
  process.kill(npmPid, 'SIGKILL');
  expect(await ran).toMatchObject({ exitCode: 0 });
  expect(await checkout.npmCalls()).toHaveLength(2);
});
