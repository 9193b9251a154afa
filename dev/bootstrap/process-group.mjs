import { spawn } from 'node:child_process';

const KILL_AFTER_MS = 1_000;

/**
 * Starts a tool as a process group of its own, out of reach of the terminal's Ctrl-C: we end it, with all that it has
 * started, when `signal` is aborted and at the latest with this process. What ignores SIGTERM is killed after 1 s.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @param {AbortSignal} [signal]
 * @returns {import('node:child_process').ChildProcess} its streams may stay open after its end while a process that it
 *   has started lives
 */
export function spawnGroup(command, args, options, signal) {
  const child = spawn(command, args, { ...options, detached: true });
  if (child.pid === undefined) return child;
  const send = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // The group has ended by itself.
    }
  };
  const kill = () => send('SIGKILL');
  let killing;
  const end = () => {
    send('SIGTERM');
    killing = setTimeout(kill, KILL_AFTER_MS);
  };
  process.on('exit', kill);
  if (signal?.aborted) end();
  else signal?.addEventListener('abort', end, { once: true });
  child.once('exit', () => {
    process.off('exit', kill);
    signal?.removeEventListener('abort', end);
    clearTimeout(killing);
    // What it has left behind when it was told to end.
    if (killing !== undefined) kill();
  });
  return child;
}
