import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findTemporalCli } from '../../../dev/temporal/find-temporal-cli.js';
import { isAlive } from './processes.js';
import { BareMachine, buildsServer, saysServer } from './stand-ins.js';

const PINNED = `temporal-cli-1.8.2-${process.platform}-${process.arch}`;
let machine: BareMachine;
let lines: string[];

beforeEach(async () => {
  machine = await BareMachine.create();
  lines = [];
});
afterEach(() => machine.remove());

function find(environment: NodeJS.ProcessEnv = {}, signal?: AbortSignal): Promise<string> {
  return findTemporalCli((line) => lines.push(line), {
    environment: { ...machine.environment, ...environment },
    signal,
  });
}

test('1. TEMPORAL_CLI comes before `temporal` on the PATH, without a word', async () => {
  const named = await machine.putProgram('elsewhere/temporal', saysServer('1.31.2'));
  await machine.putOnPath('temporal', saysServer('1.31.2'));
  await expect(find({ TEMPORAL_CLI: named })).resolves.toBe(named);
  expect(lines).toEqual([]);
});

test.each([
  ['is not there', undefined, 'no such executable file'],
  ['fails', 'echo broken >&2; exit 1', 'broken'],
  ['is some other program', 'echo hello', '`temporal --version` names no server version'],
  ['is too old', saysServer('1.27.4'), 'its server is 1.27, and 1.28 or newer is needed'],
])('a TEMPORAL_CLI that %s is said in one line, and the PATH comes next', async (_, script, reason) => {
  const named = join(machine.directory, 'elsewhere/temporal');
  if (script !== undefined) await machine.putProgram('elsewhere/temporal', script);
  const onPath = await machine.putOnPath('temporal', saysServer('1.28.0'));
  await expect(find({ TEMPORAL_CLI: named })).resolves.toBe(onPath);
  expect(lines).toEqual([`Temporal CLI: TEMPORAL_CLI (${named}): ${reason}`]);
});

test('2. `temporal` on the PATH comes before the cache', async () => {
  await machine.putOnPath('go', buildsServer('1.31.2'));
  await find();
  const onPath = await machine.putOnPath('temporal', saysServer('1.28.0'));
  await expect(find()).resolves.toBe(onPath);
});

test('an old `temporal` on the PATH is said and passed over', async () => {
  await machine.putOnPath('temporal', 'echo "temporal version 0.11.0 (server 1.22.4) (ui 2.21.3)"');
  await machine.putOnPath('go', buildsServer('1.31.2'));
  await expect(find()).resolves.toBe(join(machine.cache, PINNED, 'temporal'));
  expect(lines[0]).toBe('Temporal CLI: PATH: its server is 1.22, and 1.28 or newer is needed');
});

test('3. the cache comes before download and build, without a word', async () => {
  await machine.putOnPath('go', buildsServer('1.31.2'));
  const built = await find();
  lines = [];
  await expect(find()).resolves.toBe(built);
  expect(lines).toEqual([]);
  expect(await machine.calls('go')).toHaveLength(1);
});

test('4. and 5. on a bare machine the official download is tried, then the Go module is built into the cache', async () => {
  await machine.putOnPath('go', buildsServer('1.31.2'));
  await expect(find()).resolves.toBe(join(machine.cache, PINNED, 'temporal'));
  expect(lines).toEqual([
    'Temporal CLI: PATH: there is no `temporal`',
    'Temporal CLI: cache: not there yet',
    expect.stringMatching(/^Temporal CLI: official download: .*https:\/\/temporal\.download\/cli\/v1\.8\.2.*$/),
    'Building the Temporal CLI 1.8.2 from its Go module: about 5 min',
    expect.stringMatching(/^Built the Temporal CLI 1\.8\.2 from its Go module · \d+\.\d s$/),
  ]);
  expect(await readdir(machine.cache)).toEqual([PINNED]);
});

test('when no way works the error has every reason in one line each, and what to install', async () => {
  await machine.putOnPath('go', 'echo "go: downloading" >&2; echo "go: proxy unreachable" >&2; exit 1');
  const failure = await find({ TEMPORAL_CLI: '/nowhere/temporal' }).catch((error: unknown) => error);
  expect(failure).toHaveProperty('name', 'Error');
  expect((failure as Error).message.split('\n')).toEqual([
    'Temporal CLI: no way to get it worked.',
    '  TEMPORAL_CLI (/nowhere/temporal): no such executable file',
    '  PATH: there is no `temporal`',
    '  cache: not there yet',
    expect.stringMatching(/^ {2}official download: /),
    '  Go module: go: proxy unreachable',
    expect.stringMatching(/^Install the Temporal CLI .* TEMPORAL_CLI; or install Go 1\.26 or newer/),
  ]);
  expect(await readdir(machine.cache)).toEqual([]);
});

test('without Go the error says so', async () => {
  await expect(find()).rejects.toThrow('Go module: there is no `go` on the PATH');
});

test('two that look at once build once, and get the same', async () => {
  await machine.putOnPath('go', buildsServer('1.31.2'));
  const [first, second] = await Promise.all([find(), find()]);
  expect(first).toBe(second);
  expect(await machine.calls('go')).toHaveLength(1);
  expect(lines).toContain('Waiting for another process that is getting temporal-cli-1.8.2');
});

test('a stop ends a build and all that it has started, says nothing of it, and leaves nothing in the cache', async () => {
  const helperPid = join(machine.directory, 'helper-pid');
  await machine.putOnPath('go', `${buildsServer('1.31.2')}\nsh -c 'trap "" TERM; echo $$ > ${helperPid}; sleep 600'`);
  const stop = new AbortController();
  const found = find({}, stop.signal);
  found.catch(() => undefined);
  await expect.poll(() => readFile(helperPid, 'utf8').catch(() => ''), { timeout: 20_000 }).toMatch(/\d+\n/);
  const helper = Number(await readFile(helperPid, 'utf8'));
  stop.abort(new Error('stopped by the test'));
  await expect(found).rejects.toThrow('stopped by the test');
  expect(isAlive(helper)).toBe(false);
  expect(lines.at(-1)).toBe('Building the Temporal CLI 1.8.2 from its Go module: about 5 min');
  expect(await readdir(machine.cache)).toEqual([]);
});

test('a build that gives a program that does not run is not kept', async () => {
  await machine.putOnPath('go', buildsServer('1.31.2').replace(/echo .*/, 'exit 5'));
  await expect(find()).rejects.toThrow('Go module: ended with exit code 5 and no word');
  expect(await readdir(machine.cache)).toEqual([]);
});

test('a cached program that no longer runs is said and made anew', async () => {
  await machine.putOnPath('go', buildsServer('1.31.2'));
  const built = await find();
  await writeFile(built, '#!/bin/sh\necho damaged >&2\nexit 1\n');
  await chmod(built, 0o755);
  lines = [];
  await expect(find()).resolves.toBe(built);
  expect(lines).toContain('Temporal CLI: cache: damaged');
  expect(await readFile(built, 'utf8')).toMatch(/Server 1\.31\.2/);
});
