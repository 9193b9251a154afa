import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { listenForInterruption } from './interruption.mjs';
import { runLint } from './lint.mjs';
import { SetUpError } from './set-up-error.mjs';
import { setUpOf } from './set-up.mjs';
import { runTool } from './tools.mjs';

const root = join(fileURLToPath(import.meta.url), '../../..');

/** Commands that are one built process: the process takes over from here, in the same operating-system process. */
const processes = {
  demo: 'dist/dev/demo/main.js',
  temporal: 'dist/dev/temporal/main.js',
  simulators: 'dist/dev/simulators/main.js',
  worker: 'dist/src/worker/main.js',
  gateway: 'dist/src/gateway/main.js',
  'codec-server': 'dist/src/codec-server/main.js',
  bench: 'dist/dev/bench/main.js',
  histories: 'dist/dev/histories/record-histories.js',
  screenshots: 'dist/dev/screenshots/main.js',
  onboarding: 'dist/src/cli/main.js',
};

/** Commands that start a Temporal server. */
const startTemporal = ['demo', 'temporal', 'bench', 'histories', 'screenshots', 'test'];

/** Commands that end here, with their exit code. */
const tasks = {
  build: async (setUp) => {
    await setUp.everything();
    return 0;
  },
  lint: async (setUp) => {
    await setUp.packages();
    return runLint(root);
  },
  test: async (setUp, args) => {
    await setUp.packages();
    const lintExitCode = args.length === 0 ? await runLint(root) : 0;
    await setUp.everything();
    const testExitCode = await runTool(root, 'node_modules/vitest/vitest.mjs', ['run', ...args]);
    return testExitCode || lintExitCode;
  },
};

/**
 * Sets up what the command needs (packages from the lockfile, the build) and runs it. Set-up speaks on stderr only, and
 * says nothing when everything is up to date: a command's stdout is its own.
 */
export async function main([command, ...args]) {
  if (!Object.hasOwn(processes, command) && !Object.hasOwn(tasks, command)) {
    const known = [...Object.keys(tasks), ...Object.keys(processes)].sort().join(', ');
    console.error(`${command === undefined ? 'No command given' : `Unknown command "${command}"`}. Commands: ${known}`);
    process.exit(2);
  }
  const interruption = listenForInterruption();
  const setUp = setUpOf(root, interruption, {
    builds: command !== 'lint',
    startsTemporal: startTemporal.includes(command),
  });
  try {
    if (Object.hasOwn(tasks, command)) {
      process.exitCode = await tasks[command](setUp, args);
      return;
    }
    await setUp.everything();
    interruption.throwIfAborted();
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    console.error(error.message);
    process.exit(error.exitCode);
  }
  // While the command's modules are loading there is nothing to be ended in order.
  interruption.addEventListener('abort', ({ target: { reason } }) => {
    console.error('Stopped.');
    process.exit(reason.exitCode);
  });
  const file = join(root, processes[command]);
  process.argv.splice(1, process.argv.length - 1, file, ...args);
  await import(pathToFileURL(file).href);
}
