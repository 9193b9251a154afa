import { spawnSync } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findTestServer } from '../../../dev/temporal/find-test-server.js';
import { BareMachine } from './stand-ins.js';

const PINNED = `temporal-test-server-1.38.0-${process.platform}-${process.arch}`;
/** Stands in for Maven: puts one library where it is told to. */
const COPIES_LIBRARIES = `for argument; do case "$argument" in -DoutputDirectory=*) directory=\${argument#*=};; esac; done
mkdir -p "$directory"; echo library > "$directory/server.jar"`;
const SAYS_ARGUMENTS = 'echo "$@"';
let machine: BareMachine;
let lines: string[];

beforeEach(async () => {
  machine = await BareMachine.create();
  lines = [];
});
afterEach(() => machine.remove());

function find(): Promise<string> {
  return findTestServer((line) => lines.push(line), machine.environment);
}

test('on a bare machine the official download is tried, then Maven fills the cache', async () => {
  await machine.putOnPath('mvn', COPIES_LIBRARIES);
  await machine.putOnPath('java', SAYS_ARGUMENTS);
  await expect(find()).resolves.toBe(join(machine.cache, PINNED, 'temporal-test-server'));
  expect(lines).toEqual([
    'Time-skipping test server: cache: not there yet',
    expect.stringMatching(/^Time-skipping test server: official download: .*temporal-test-server\/v1\.38\.0.*$/),
    expect.stringMatching(/^Got the time-skipping test server 1\.38\.0 from Maven · \d+\.\d s$/),
  ]);
  expect(await readdir(machine.cache)).toEqual([PINNED]);
});

test('what Maven brought starts Java with all its libraries and hands on the arguments', async () => {
  await machine.putOnPath('mvn', COPIES_LIBRARIES);
  await machine.putOnPath('java', SAYS_ARGUMENTS);
  const server = await find();
  const PATH = `${machine.environment['PATH']}:/usr/bin:/bin`;
  const { stdout } = spawnSync(server, ['7777'], { encoding: 'utf8', env: { PATH } });
  expect(stdout).toBe(
    `-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp ${join(machine.cache, PINNED, 'lib/*')} io.temporal.testserver.TestServer 7777\n`,
  );
});

test('the cache comes first, without a word', async () => {
  await machine.putOnPath('mvn', COPIES_LIBRARIES);
  await machine.putOnPath('java', SAYS_ARGUMENTS);
  const got = await find();
  lines = [];
  await expect(find()).resolves.toBe(got);
  expect(lines).toEqual([]);
  expect(await machine.calls('mvn')).toHaveLength(1);
});

test('Maven’s first error line is the reason, and nothing is kept of its failed run', async () => {
  await machine.putOnPath('java', SAYS_ARGUMENTS);
  await machine.putOnPath(
    'mvn',
    `${COPIES_LIBRARIES}\necho "[ERROR] no repository"; echo "[ERROR] [Help 1] link"; exit 1`,
  );
  await expect(find()).rejects.toThrow(/Maven: \[ERROR\] no repository\n.*install Maven and Java 11/);
  expect(await readdir(machine.cache)).toEqual([]);
});

test.each([
  ['mvn', 'java', 'Maven: there is no `mvn` on the PATH'],
  ['java', 'mvn', 'Maven: there is no `java` on the PATH'],
])('without `%s` the error says so', async (_, there, reason) => {
  await machine.putOnPath(there, 'exit 1');
  await expect(find()).rejects.toThrow(reason);
});

test('a cached server that needs Java is not believed once Java is gone', async () => {
  await machine.putOnPath('mvn', COPIES_LIBRARIES);
  const java = await machine.putOnPath('java', SAYS_ARGUMENTS);
  await find();
  await rm(java);
  await expect(find()).rejects.toThrow('cache: the one there needs `java`, which is not on the PATH');
});
