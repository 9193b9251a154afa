import { chmod, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findOnPath, isExecutable, runCommand } from './command.js';
import { getProgram } from './get-program.js';
import { pinnedTestServerVersion, TEST_SERVER_POM } from './pinned-versions.js';
import { stopwatch, withProgress } from './report.js';
import type { Report } from './report.js';
import { downloadThroughSdk } from './sdk-download.js';
import { NotThere } from './ways.js';

const EXECUTABLE = 'temporal-test-server';
const LIBRARIES = 'lib';
const WHAT_TO_DO =
  'Only the tests need it. Allow access to temporal.download, or install Maven and Java 11 or newer with access to a ' +
  'Maven repository, and run the command again.';

/** Starts the Java server from its libraries; the flags suit a process that lives for seconds. */
const START_SCRIPT = `#!/bin/sh
directory=$(cd "$(dirname "$0")" && pwd)
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$directory/${LIBRARIES}/*" io.temporal.testserver.TestServer "$@"
`;

/**
 * Finds or gets the time-skipping test server, and returns the path of its executable. The ways, in order: our cache,
 * the SDK's official download, Maven. The last two fill the cache.
 *
 * @throws NoWayLeft with the reason of each way and what to install.
 */
export async function findTestServer(report: Report, environment = process.env): Promise<string> {
  return await getProgram(
    {
      what: 'Time-skipping test server',
      name: `temporal-test-server-${pinnedTestServerVersion()}`,
      executable: EXECUTABLE,
      find: (cached) => [{ name: 'cache', get: () => inCache(cached, environment) }],
      make: (directory) => [
        { name: 'official download', get: () => download(directory, environment, report) },
        { name: 'Maven', get: () => copyFromMaven(directory, environment, report) },
      ],
      isUsable: (file) => isUsable(file, environment),
      whatToDo: WHAT_TO_DO,
    },
    { report, environment },
  );
}

async function inCache(file: string, environment: NodeJS.ProcessEnv): Promise<string> {
  if (!(await isExecutable(file))) throw new NotThere('not there yet');
  if (!(await isUsable(file, environment))) throw new Error('the one there needs `java`, which is not on the PATH');
  return file;
}

/** The downloaded server is a program by itself; the one from Maven needs Java. */
async function isUsable(file: string, environment: NodeJS.ProcessEnv): Promise<boolean> {
  if (!existsSync(join(dirname(file), LIBRARIES))) return isExecutable(file);
  return (await findOnPath('java', environment)) !== undefined;
}

async function download(directory: string, environment: NodeJS.ProcessEnv, report: Report): Promise<string> {
  const version = pinnedTestServerVersion();
  const elapsed = stopwatch();
  const file = await withProgress(
    report,
    { doing: `Downloading the time-skipping test server ${version}`, takes: 'about 10 s' },
    () => downloadThroughSdk('test-server', version, join(directory, EXECUTABLE), { environment }),
  );
  report(`Downloaded the time-skipping test server ${version} · ${elapsed()}`);
  return file;
}

async function copyFromMaven(directory: string, environment: NodeJS.ProcessEnv, report: Report): Promise<string> {
  const maven = await findOnPath('mvn', environment);
  if (maven === undefined) throw new NotThere('there is no `mvn` on the PATH');
  if ((await findOnPath('java', environment)) === undefined) throw new NotThere('there is no `java` on the PATH');
  const version = pinnedTestServerVersion();
  const elapsed = stopwatch();
  const target = `-DoutputDirectory=${join(directory, LIBRARIES)}`;
  await withProgress(
    report,
    { doing: `Getting the time-skipping test server ${version} from Maven`, takes: 'about 15 s' },
    () =>
      runCommand(maven, ['-q', '-B', '-f', TEST_SERVER_POM, 'dependency:copy-dependencies', target], { environment }),
  );
  const file = join(directory, EXECUTABLE);
  await writeFile(file, START_SCRIPT);
  await chmod(file, 0o755);
  report(`Got the time-skipping test server ${version} from Maven · ${elapsed()}`);
  return file;
}
