import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServerProcess } from '../../../dev/temporal/server-process.js';
import { isAlive } from './processes.js';
import { BareMachine } from './stand-ins.js';

const BUILT = fileURLToPath(new URL('../../../dist/dev/temporal/server-process.js', import.meta.url));
let machine: BareMachine;

beforeEach(async () => {
  machine = await BareMachine.create();
});
afterEach(() => machine.remove());

test('a server that does not mind being asked to end is killed after 5 s', async () => {
  const file = await machine.putProgram('server', 'trap \'\' TERM; echo ready > "$1"; while :; do sleep 1; done');
  const ready = `${machine.directory}/ready`;
  const server = startServerProcess(file, [ready]);
  await expect.poll(() => existsSync(ready)).toBe(true);
  const startedAt = performance.now();
  await server.stop();
  expect(performance.now() - startedAt).toBeGreaterThan(4_900);
  expect(isAlive(server.pid)).toBe(false);
});

test('a process that exits without a stop takes its server with it at once', async () => {
  const file = await machine.putProgram('server', "trap '' TERM; while :; do sleep 1; done");
  const script = `
    const { startServerProcess } = await import(${JSON.stringify(BUILT)});
    console.log(startServerProcess(${JSON.stringify(file)}, []).pid);
    process.exit(0);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  await expect.poll(() => isAlive(Number(stdout)), { timeout: 3_000 }).toBe(false);
});

test('a server that can’t be started has ended, with the reason', async () => {
  const server = startServerProcess('/nowhere/temporal', []);
  expect((await server.ended).message).toBe('/nowhere/temporal could not be started: spawn /nowhere/temporal ENOENT');
  await server.stop();
});
