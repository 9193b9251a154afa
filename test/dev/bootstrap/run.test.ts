import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FixtureCheckout } from './fixture-checkout.js';

let checkout: FixtureCheckout;

beforeEach(async () => {
  checkout = await FixtureCheckout.create();
});
afterEach(() => checkout.remove());

test('a fresh checkout says first what it is going to do and how long that takes, then installs and compiles with a line for each on stderr', async () => {
  const { stdout, stderr, exitCode } = await checkout.run('onboarding', 'list', '--json');
  expect(stderr.split('\n')).toEqual([
    'To be set up first: installing the npm packages (about 15 s), compiling (about 10 s).',
    expect.stringMatching(/^Installed the npm packages · \d+\.\d s$/),
    expect.stringMatching(/^Compiled · \d+\.\d s$/),
    '',
  ]);
  expect(JSON.parse(stdout)).toEqual([join(checkout.root, 'dist/src/cli/main.js'), 'list', '--json']);
  expect(exitCode).toBe(0);
});

test('nothing but the command speaks when everything is up to date', async () => {
  await checkout.run('build');
  const { stdout, stderr } = await checkout.run('onboarding', 'id');
  expect(stderr).toBe('');
  expect(stdout).toBe(`${JSON.stringify([join(checkout.root, 'dist/src/cli/main.js'), 'id'])}\n`);
});

test('the command’s own exit code is the exit code', async () => {
  await checkout.write('src/cli/main.ts', 'process.exitCode = 3;\n');
  expect(await checkout.run('onboarding')).toMatchObject({ exitCode: 3 });
});

test.each([
  [['nonsense'], 'Unknown command "nonsense"'],
  [['toString'], 'Unknown command "toString"'],
  [[], 'No command given'],
])('%j is refused with the list of commands before anything is set up', async (args, message) => {
  const { stderr, exitCode } = await checkout.run(...args);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(
    /Commands: bench, build, codec-server, demo, gateway, histories, lint, onboarding, screenshots, simulators, temporal, test, worker/,
  );
  expect(exitCode).toBe(2);
  expect(await checkout.npmCalls()).toEqual([]);
});

test.each(['18.20.4', '20.11.1'])('Node %s is refused in a sentence', (version) => {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  const args = ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, 'dev/bootstrap/run.mjs', 'build'];
  const { stderr, status } = spawnSync(process.execPath, args, { cwd: checkout.root, encoding: 'utf8' });
  expect(stderr).toBe(
    `This project needs Node 20.12 or newer; this is Node ${version}. Install a newer one from https://nodejs.org and try again.\n`,
  );
  expect(status).toBe(1);
});
