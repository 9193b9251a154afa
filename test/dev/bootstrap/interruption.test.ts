import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive } from '../temporal/processes.js';
import { FixtureCheckout } from './fixture-checkout.js';

/** A terminal's user waits no longer for the end. */
const ENDED_WITHIN_MS = 3_000;
const HANGS = "setInterval(() => {}, 1000); console.log('loading');\n";
let checkout: FixtureCheckout;

beforeEach(async () => {
  checkout = await FixtureCheckout.create();
});
afterEach(() => checkout.remove());

/** Waits until a stand-in has written its process id to this file. */
async function pidIn(file: string): Promise<number> {
  await expect.poll(() => checkout.read(file).catch(() => ''), { timeout: 20_000 }).toMatch(/\d+\n/);
  return Number(await checkout.read(file));
}

/** What set-up says after it has said what it is going to do. */
function linesAfterFirst(stderr: string): string {
  return stderr.replace(/^To be set up first: .*\n/, '');
}

test.each([
  ['SIGINT', 130],
  ['SIGHUP', 129],
] as const)('%s ends an npm that will not stop, and what it has started, within 3 s', async (signal, code) => {
  await checkout.writeNpm(`trap '' INT TERM HUP; sh -c 'echo $$ > helper-pid; while :; do sleep 1; done'`);
  const { ran, press } = checkout.startInTerminal('build');
  const helper = await pidIn('helper-pid');
  const pressedAt = performance.now();
  press(signal);
  const { stderr, exitCode } = await ran;
  expect(performance.now() - pressedAt).toBeLessThan(ENDED_WITHIN_MS);
  expect(exitCode).toBe(code);
  expect(linesAfterFirst(stderr)).toBe(`Set-up stopped by ${signal}.\n`);
  expect(isAlive(helper)).toBe(false);
});

test('Ctrl-C ends the compiler; the next run compiles again', async () => {
  await checkout.run('build');
  const compiler = await checkout.read('node_modules/typescript/bin/tsc');
  await checkout.write(
    'node_modules/typescript/bin/tsc',
    "require('node:fs').writeFileSync('compiler-pid', `${process.pid}\\n`); setInterval(() => {}, 1000);",
  );
  await checkout.write('src/cli/main.ts', "console.log('changed');\n");
  const { ran, press } = checkout.startInTerminal('onboarding');
  const pid = await pidIn('compiler-pid');
  press('SIGINT');
  expect(await ran).toEqual({ stdout: '', stderr: 'Set-up stopped by SIGINT.\n', exitCode: 130 });
  expect(isAlive(pid)).toBe(false);
  await checkout.write('node_modules/typescript/bin/tsc', compiler);
  expect(await checkout.run('onboarding')).toMatchObject({ stdout: 'changed\n', exitCode: 0 });
});

test('a second Ctrl-C ends at once with 130, and the tool with it', async () => {
  // The tool has the second one sent when it is asked to end; it would be killed 1 s after that.
  await checkout.writeNpm(`parent=$PPID; trap 'sleep 0.4; kill -INT $parent; sleep 600' TERM; echo $$ > npm-pid
while :; do sleep 0.05; done`);
  const { ran, press } = checkout.startInTerminal('build');
  const npm = await pidIn('npm-pid');
  press('SIGINT');
  const { stderr, exitCode } = await ran;
  expect(exitCode).toBe(130);
  expect(linesAfterFirst(stderr)).toBe('');
  await expect.poll(() => isAlive(npm)).toBe(false);
});

test('one Ctrl-C that npm hands on counts once: set-up ends in order and gives its lock back', async () => {
  await checkout.writeNpm('echo $$ > npm-pid; exec sleep 600');
  const { ran, press } = checkout.startInTerminal('build');
  await pidIn('npm-pid');
  press('SIGINT');
  press('SIGINT');
  expect(linesAfterFirst((await ran).stderr)).toBe('Set-up stopped by SIGINT.\n');
  expect(existsSync(join(checkout.root, 'dist/.setup-lock'))).toBe(false);
});

test('Ctrl-C while a command is loading ends it with one line and 130', async () => {
  await checkout.write('src/cli/main.ts', HANGS);
  await checkout.run('build');
  const { child, ran, press } = checkout.startInTerminal('onboarding');
  child.stdout?.once('data', () => {
    press('SIGINT');
  });
  expect(await ran).toEqual({ stdout: 'loading\n', stderr: 'Stopped.\n', exitCode: 130 });
});

test('a command that listens for signals itself is left alone', async () => {
  await checkout.write('src/cli/main.ts', `process.on('SIGINT', () => process.exit(7));\n${HANGS}`);
  await checkout.run('build');
  const { child, ran, press } = checkout.startInTerminal('onboarding');
  child.stdout?.once('data', () => {
    press('SIGINT');
  });
  expect(await ran).toEqual({ stdout: 'loading\n', stderr: '', exitCode: 7 });
});
