import { join, resolve } from 'node:path';
import { findOnPath, isExecutable, runCommand } from './command.js';
import { getProgram } from './get-program.js';
import { CLI_MODULE_DIRECTORY, pinnedCliVersion } from './pinned-versions.js';
import { stopwatch, withProgress } from './report.js';
import type { Report } from './report.js';
import { downloadThroughSdk } from './sdk-download.js';
import { NotThere } from './ways.js';
import type { Way } from './ways.js';

/** Updates, which `verifyOtp` needs, are generally available since this release of the server. */
const OLDEST_SERVER = { major: 1, minor: 28 };
const VERSION_WITHIN_MS = 30_000;
const EXECUTABLE = 'temporal';
const WHAT_TO_DO =
  'Install the Temporal CLI (https://docs.temporal.io/cli) and put it on the PATH, or name its file in TEMPORAL_CLI; ' +
  'or install Go 1.26 or newer (https://go.dev/dl), with access to a Go module proxy, and run the command again.';

/**
 * Finds or gets a Temporal CLI whose development server is recent enough, and returns the path of its executable. The
 * ways, in order: `TEMPORAL_CLI`, `temporal` on the PATH, our cache, the SDK's official download, a build from the
 * pinned Go module. The last two fill the cache, and may take minutes.
 *
 * @throws NoWayLeft with the reason of each way and what to install.
 */
export async function findTemporalCli(report: Report, environment = process.env): Promise<string> {
  return await getProgram(
    {
      what: 'Temporal CLI',
      name: `temporal-cli-${pinnedCliVersion()}`,
      executable: EXECUTABLE,
      find: (cached) => [
        ...namedByEnvironment(environment),
        { name: 'PATH', get: () => onPath(environment) },
        { name: 'cache', get: () => inCache(cached, environment) },
      ],
      make: (directory) => [
        { name: 'official download', get: () => download(directory, environment, report) },
        { name: 'Go module', get: () => buildFromGoModule(directory, environment, report) },
      ],
      isUsable: (file) => isUsable(file, environment),
      whatToDo: WHAT_TO_DO,
    },
    report,
    environment,
  );
}

function namedByEnvironment(environment: NodeJS.ProcessEnv): Way[] {
  const file = environment['TEMPORAL_CLI'];
  if (file === undefined || file === '') return [];
  return [{ name: `TEMPORAL_CLI (${file})`, get: () => requireUsable(resolve(file), environment) }];
}

async function onPath(environment: NodeJS.ProcessEnv): Promise<string> {
  const file = await findOnPath('temporal', environment);
  if (file === undefined) throw new NotThere('there is no `temporal`');
  return requireUsable(file, environment);
}

async function inCache(file: string, environment: NodeJS.ProcessEnv): Promise<string> {
  if (!(await isExecutable(file))) throw new NotThere('not there yet');
  return requireUsable(file, environment);
}

async function download(directory: string, environment: NodeJS.ProcessEnv, report: Report): Promise<string> {
  const version = pinnedCliVersion();
  const elapsed = stopwatch();
  const file = await withProgress(report, `Downloading the Temporal CLI ${version}`, () =>
    downloadThroughSdk('cli', version, join(directory, EXECUTABLE), environment),
  );
  await requireUsable(file, environment);
  report(`Downloaded the Temporal CLI ${version} · ${elapsed()}`);
  return file;
}

async function buildFromGoModule(directory: string, environment: NodeJS.ProcessEnv, report: Report): Promise<string> {
  const go = await findOnPath('go', environment);
  if (go === undefined) throw new NotThere('there is no `go` on the PATH');
  const version = pinnedCliVersion();
  const file = join(directory, EXECUTABLE);
  const elapsed = stopwatch();
  const versionFlag = `-X github.com/temporalio/cli/internal/temporalcli.Version=${version}`;
  await withProgress(report, `Building the Temporal CLI ${version} from its Go module, which can take 5 minutes`, () =>
    runCommand(go, ['build', '-ldflags', versionFlag, '-o', file, 'github.com/temporalio/cli/cmd/temporal'], {
      cwd: CLI_MODULE_DIRECTORY,
      // A workspace above the checkout would put its own versions in the place of the pinned ones.
      environment: { ...environment, GOWORK: 'off' },
    }),
  );
  await requireUsable(file, environment);
  report(`Built the Temporal CLI ${version} from its Go module · ${elapsed()}`);
  return file;
}

function isUsable(file: string, environment: NodeJS.ProcessEnv): Promise<boolean> {
  return requireUsable(file, environment).then(
    () => true,
    () => false,
  );
}

/** @throws Error that says why this CLI can't be used. */
async function requireUsable(file: string, environment: NodeJS.ProcessEnv): Promise<string> {
  if (!(await isExecutable(file))) throw new Error('no such executable file');
  const output = await runCommand(file, ['--version'], { environment, timeoutMs: VERSION_WITHIN_MS });
  const [, major, minor] = /server v?(\d+)\.(\d+)/i.exec(output) ?? [];
  if (major === undefined || minor === undefined) throw new Error('`temporal --version` names no server version');
  const oldest = `${OLDEST_SERVER.major}.${OLDEST_SERVER.minor}`;
  if (Number(major) * 1_000 + Number(minor) < OLDEST_SERVER.major * 1_000 + OLDEST_SERVER.minor) {
    throw new Error(`its server is ${major}.${minor}, and ${oldest} or newer is needed`);
  }
  return file;
}
