import { join, resolve } from 'node:path';
import { cliEntryName, pinnedCliVersion } from './bootstrap-modules.js';
import { findOnPath, isExecutable, runCommand } from './command.js';
import { getProgram, type Wanting } from './get-program.js';
import { CLI_MODULE_DIRECTORY } from './pinned-versions.js';
import { PROJECT_ROOT } from './project-root.js';
import { stopwatch, withProgress } from './report.js';
import type { Report } from './report.js';
import { downloadThroughSdk } from './sdk-download.js';
import { NotThere } from './ways.js';
import type { Way } from './ways.js';

/** Updates, which `verifyOtp` needs, are generally available since this release of the server. */
const OLDEST_SERVER = { major: 1, minor: 28 };
const VERSION_WITHIN_MS = 30_000;
const EXECUTABLE = 'temporal';
/** On 2 cores, with nothing in Go's own caches. */
const BUILD_TAKES = 'about 5 min';
const WHAT_TO_DO =
  'Install the Temporal CLI (https://docs.temporal.io/cli) and put it on the PATH, or name its file in TEMPORAL_CLI; ' +
  'or install Go 1.26 or newer (https://go.dev/dl), with access to a Go module proxy, and run the command again.';

/**
 * Finds or gets a Temporal CLI whose development server is recent enough, and returns the path of its executable. The
 * ways, in order: `TEMPORAL_CLI`, `temporal` on the PATH, our cache, the SDK's official download, a build from the
 * pinned Go module. The last two fill the cache, and may take minutes.
 *
 * @param wanting `signal` ends the search, a download or build included, and leaves nothing half made.
 * @throws NoWayLeft with the reason of each way and what to install; the reason of `signal` once that is aborted.
 */
export async function findTemporalCli(
  report: Report,
  { environment = process.env, signal }: Partial<Omit<Wanting, 'report'>> = {},
): Promise<string> {
  const wanting = { report, environment, signal };
  return await getProgram(
    {
      what: 'Temporal CLI',
      name: cliEntryName(PROJECT_ROOT),
      executable: EXECUTABLE,
      find: (cached) => [
        ...namedByEnvironment(wanting),
        { name: 'PATH', get: () => onPath(wanting) },
        { name: 'cache', get: () => inCache(cached, wanting) },
      ],
      make: (directory) => [
        { name: 'official download', get: () => download(directory, wanting) },
        { name: 'Go module', get: () => buildFromGoModule(directory, wanting) },
      ],
      isUsable: (file) => isUsable(file, wanting),
      whatToDo: WHAT_TO_DO,
    },
    wanting,
  );
}

function namedByEnvironment(wanting: Wanting): Way[] {
  const file = wanting.environment['TEMPORAL_CLI'];
  if (file === undefined || file === '') return [];
  return [{ name: `TEMPORAL_CLI (${file})`, get: () => requireUsable(resolve(file), wanting) }];
}

async function onPath(wanting: Wanting): Promise<string> {
  const file = await findOnPath('temporal', wanting.environment);
  if (file === undefined) throw new NotThere('there is no `temporal`');
  return requireUsable(file, wanting);
}

async function inCache(file: string, wanting: Wanting): Promise<string> {
  if (!(await isExecutable(file))) throw new NotThere('not there yet');
  return requireUsable(file, wanting);
}

async function download(directory: string, wanting: Wanting): Promise<string> {
  const { report } = wanting;
  const version = pinnedCliVersion(PROJECT_ROOT);
  const elapsed = stopwatch();
  const file = await withProgress(
    report,
    { doing: `Downloading the Temporal CLI ${version}`, takes: 'about 10 s' },
    () => downloadThroughSdk('cli', version, join(directory, EXECUTABLE), wanting),
  );
  await requireUsable(file, wanting);
  report(`Downloaded the Temporal CLI ${version} · ${elapsed()}`);
  return file;
}

async function buildFromGoModule(directory: string, wanting: Wanting): Promise<string> {
  const { report, environment, signal } = wanting;
  const go = await findOnPath('go', environment);
  if (go === undefined) throw new NotThere('there is no `go` on the PATH');
  const version = pinnedCliVersion(PROJECT_ROOT);
  const file = join(directory, EXECUTABLE);
  const elapsed = stopwatch();
  const versionFlag = `-X github.com/temporalio/cli/internal/temporalcli.Version=${version}`;
  const doing = `Building the Temporal CLI ${version} from its Go module`;
  report(`${doing}: ${BUILD_TAKES}`);
  await withProgress(report, { doing, takes: BUILD_TAKES }, () =>
    runCommand(go, ['build', '-ldflags', versionFlag, '-o', file, 'github.com/temporalio/cli/cmd/temporal'], {
      cwd: CLI_MODULE_DIRECTORY,
      // A workspace above the checkout would put its own versions in the place of the pinned ones.
      environment: { ...environment, GOWORK: 'off' },
      signal,
    }),
  );
  await requireUsable(file, wanting);
  report(`Built the Temporal CLI ${version} from its Go module · ${elapsed()}`);
  return file;
}

function isUsable(file: string, wanting: Wanting): Promise<boolean> {
  return requireUsable(file, wanting).then(
    () => true,
    () => false,
  );
}

/** @throws Error that says why this CLI can't be used. */
async function requireUsable(file: string, { environment, signal }: Wanting): Promise<string> {
  if (!(await isExecutable(file))) throw new Error('no such executable file');
  const output = await runCommand(file, ['--version'], { environment, signal, timeoutMs: VERSION_WITHIN_MS });
  const [, major, minor] = /server v?(\d+)\.(\d+)/i.exec(output) ?? [];
  if (major === undefined || minor === undefined) throw new Error('`temporal --version` names no server version');
  const oldest = `${OLDEST_SERVER.major}.${OLDEST_SERVER.minor}`;
  if (Number(major) * 1_000 + Number(minor) < OLDEST_SERVER.major * 1_000 + OLDEST_SERVER.minor) {
    throw new Error(`its server is ${major}.${minor}, and ${oldest} or newer is needed`);
  }
  return file;
}
