import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Connection } from '@temporalio/client';
import { afterEach, expect, test } from 'vitest';
import { readOptions } from '../../../dev/temporal/run-foreground.js';
import { findTemporalCli } from '../../../dev/temporal/find-temporal-cli.js';
import { findFreePort, isPortFree } from '../../../dev/temporal/free-port.js';
import { finished } from '../bootstrap/fixture-checkout.js';
import { isAlive } from './processes.js';
import { BareMachine } from './stand-ins.js';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
/** The command builds first if the sources are newer than the build. */
const READY_WITHIN_MS = 180_000;
const TEST_WITHIN_MS = 240_000;
let running: ChildProcess | undefined;

afterEach(() => running?.kill('SIGKILL'));

/** Starts what `npm run temporal` runs, on free ports, and waits until it says that it can be stopped. */
async function startCommand(environment: NodeJS.ProcessEnv = {}) {
  const [port, uiPort] = [await findFreePort(), await findFreePort()];
  const args = ['dev/bootstrap/run.mjs', 'temporal', '--port', String(port), '--ui-port', String(uiPort)];
  const child = spawn(process.execPath, args, {
    cwd: PROJECT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running = child;
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  await expect.poll(() => stdout, { timeout: READY_WITHIN_MS }).toMatch(/Ctrl-C stops it/);
  return { child, stdout, port, uiPort };
}

test(
  'npm run temporal says where it is, answers there, and Ctrl-C ends it and its server with exit code 0',
  async () => {
    const { child, stdout, port, uiPort } = await startCommand();
    expect(stdout).toMatch(`Temporal server  127.0.0.1:${port}, namespace default`);
    expect(stdout).toMatch(`Temporal Web     http://127.0.0.1:${uiPort}`);
    const connection = await Connection.connect({ address: `127.0.0.1:${port}` });
    await connection.close();
    const exit = once(child, 'exit');
    // npm hands a Ctrl-C on although the terminal has sent it to the whole group: it comes twice.
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await exit).toEqual([0, null]);
    expect(await isPortFree(port)).toBe(true);
  },
  TEST_WITHIN_MS,
);

test(
  'a server does not outlive its parent, even one that was killed and a server that would never notice',
  async () => {
    const cli = await findTemporalCli(() => undefined);
    // A server that writes something ends by itself, because nobody reads any more.
    const silent = `case "$*" in *--version*|*--help*) exec "${cli}" "$@";; *) exec "${cli}" "$@" >/dev/null 2>&1;; esac`;
    const machine = await BareMachine.create();
    try {
      const { child, port } = await startCommand({ TEMPORAL_CLI: await machine.putProgram('temporal', silent) });
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
      await expect.poll(() => isPortFree(port), { timeout: 20_000 }).toBe(true);
    } finally {
      await machine.remove();
    }
  },
  TEST_WITHIN_MS,
);

test('Ctrl-C while the Temporal CLI is being built ends the build with one line and 130', async () => {
  const machine = await BareMachine.create();
  const goPid = `${machine.directory}/go-pid`;
  try {
    await machine.putOnPath('go', `echo $$ > ${goPid}; exec sleep 600`);
    const child = spawn(process.execPath, ['dev/bootstrap/run.mjs', 'temporal'], {
      cwd: PROJECT,
      env: { ...process.env, TEMPORAL_CLI: '', ...machine.environment },
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    running = child;
    const ended = finished(child);
    await expect.poll(() => existsSync(goPid), { timeout: 30_000 }).toBe(true);
    const pressedAt = performance.now();
    process.kill(-(child.pid ?? NaN), 'SIGINT');
    const { stderr, exitCode } = await ended;
    expect(performance.now() - pressedAt).toBeLessThan(3_000);
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/from its Go module: about 5 min\nStopped by SIGINT\.\n$/);
    expect(isAlive(Number(readFileSync(goPid, 'utf8')))).toBe(false);
  } finally {
    await machine.remove();
  }
});

test.each([
  [[], { port: 7233, uiPort: 8233, dbFilename: undefined }],
  [['--port', '9000'], { port: 9000, uiPort: 10_000, dbFilename: undefined }],
  [['--ui-port=80', '--db-filename', 'x.db'], { port: 7233, uiPort: 80, dbFilename: 'x.db' }],
  [['--port', '0'], '--port must be a number from 1 to 65535.'],
  [['--ui-port', '65536'], '--ui-port must be a number from 1 to 65535.'],
  [['--port', '65000'], 'With --port 65000 you need to give --ui-port too.'],
  [['--prt', '1'], expect.stringMatching(/Unknown option '--prt'/)],
])('the arguments %j mean %o', (args, expected) => {
  expect(readOptions(args)).toEqual(expected);
});
