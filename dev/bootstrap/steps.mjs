import { spawnGroup } from './process-group.mjs';
import { SetUpError } from './set-up-error.mjs';

const PROGRESS_EVERY_MS = 5_000;

/**
 * Runs set-up steps: each says one line on stderr when it is done, with its time, and every 5 s while it lasts. A tool's
 * own output is shown only when it fails, in the {@link SetUpError} thrown.
 *
 * @param {{ signal: AbortSignal, onChild: (pid: number) => Promise<void> }} options `signal` ends the running tool;
 *   `onChild` hears the process id of each tool.
 */
export function createSteps({ signal, onChild }) {
  return {
    /** @param {{ doing: string, done: string, takes: string, whatToDo: string }} words */
    async run(words, command, args, options) {
      signal.throwIfAborted();
      const startedAt = performance.now();
      const elapsed = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
      const progress = setInterval(
        () => console.error(`${words.doing} … ${elapsed()} of about ${words.takes}`),
        PROGRESS_EVERY_MS,
      );
      try {
        const { exitCode, output } = await runQuietly(command, args, { ...options, signal, onChild });
        signal.throwIfAborted();
        if (exitCode !== 0) {
          throw new SetUpError(`${output.trim()}\n\n${words.doing} failed after ${elapsed()}. ${words.whatToDo}`);
        }
        console.error(`${words.done} · ${elapsed()}`);
      } finally {
        clearInterval(progress);
      }
    },
  };
}

/** Resolves once the tool has really ended, also when it was told to stop. */
function runQuietly(command, args, { cwd, signal, onChild }) {
  return new Promise((resolve) => {
    const chunks = [];
    const child = spawnGroup(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] }, signal);
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => resolve({ exitCode: 1, output: error.message }));
    child.on('close', (exitCode) => resolve({ exitCode: exitCode ?? 1, output: Buffer.concat(chunks).toString() }));
    if (child.pid !== undefined) onChild(child.pid).catch(() => {});
  });
}
