import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive } from '../temporal/processes.js';
import { BareMachine, saysServer } from '../temporal/stand-ins.js';
import { RunningDemo } from './running-demo.js';

const STOPPED = 'Stopping the codec server: at most 3 s; Ctrl-C again ends at once.\n';
let machine: BareMachine;
let demo: RunningDemo;

beforeEach(async () => {
  machine = await BareMachine.create();
});
afterEach(async () => {
  demo.kill();
  await machine.remove();
});

/** Starts a demo whose Temporal server answers nothing, and does this when it is asked to end. Returns the server's pid. */
async function startWithServer(onTerm: string): Promise<number> {
  const pidFile = join(machine.directory, 'server-pid');
  const serve = `trap '${onTerm}' TERM; echo $$ > ${pidFile}; while :; do sleep 0.05; done`;
  const script = `case "$*" in --version) ${saysServer('1.31.2')};; *--help*) ;; *) ${serve};; esac`;
  demo = new RunningDemo([], { TEMPORAL_CLI: await machine.putProgram('temporal', script) });
  const pid = () => readFile(pidFile, 'utf8').catch(() => '');
  await expect.poll(pid, { timeout: 30_000 }).toMatch(/\d+\n/);
  return Number(await pid());
}

test('Ctrl-C while the Temporal server is starting ends everything within 3 s, also a server that will not stop', async () => {
  const server = await startWithServer('');
  const pressedAt = performance.now();
  demo.press('SIGINT');
  expect(await demo.exitCode()).toBe(130);
  expect(performance.now() - pressedAt).toBeLessThan(3_000);
  expect(demo.stderr).toBe(STOPPED);
  await expect.poll(() => isAlive(server)).toBe(false);
});

test('a second Ctrl-C ends at once with 130, and the server with it', async () => {
  // The server has the second one sent when it is asked to end.
  const server = await startWithServer('sleep 0.4; kill -INT $PPID');
  const pressedAt = performance.now();
  demo.press('SIGINT');
  expect(await demo.exitCode()).toBe(130);
  expect(performance.now() - pressedAt).toBeLessThan(2_000);
  await expect.poll(() => isAlive(server)).toBe(false);
});
