import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

const KILL_AFTER_MS = 5_000;
const KEPT_OUTPUT_CHARACTERS = 4_000;

/** A child process that does not outlive us. */
export interface ServerProcess {
  pid: number;
  /** Settles when the process has ended; the error says how, for the case that nobody stopped it. */
  ended: Promise<ServerExited>;
  /** Asks it to end, kills it after 5 s, and waits for its end. May be called again. */
  stop: () => Promise<void>;
}

/** The server ended although nobody stopped it; the message holds its last words. */
export class ServerExited extends Error {}

/**
 * Starts a server as a child of its own process group, so that a Ctrl-C in the terminal reaches only us and we end
 * things in our order. Its output is kept back for the error message.
 *
 * @throws Error when the file can't be started.
 */
export function startServerProcess(file: string, args: readonly string[]): ServerProcess {
  const child = spawn(file, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-KEPT_OUTPUT_CHARACTERS));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<ServerExited>((resolve) => {
    child.on('error', (error) => {
      resolve(new ServerExited(`${file} could not be started: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      resolve(new ServerExited(`The server has ended (${signal ?? `exit code ${code}`}): ${output.trim()}`));
    });
  });
  const watchdog = child.pid === undefined ? undefined : startWatchdog(child.pid);
  // Whoever exits without a stop waits for nothing in order.
  const killAtExit = () => {
    child.kill('SIGKILL');
    watchdog?.kill('SIGKILL');
  };
  process.on('exit', killAtExit);
  void ended.then(() => {
    process.off('exit', killAtExit);
    // Before its end of the pipe closes, so that it never signals a process id that is somebody else's by then.
    watchdog?.kill('SIGKILL');
  });
  return {
    pid: child.pid ?? 0,
    ended,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
      child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
      await ended;
      clearTimeout(kill);
    },
  };
}

/**
 * Ends the server if we are killed without a chance to do so: its end of the pipe closes with our process, whatever
 * ended it. It runs in a session of its own, out of reach of the signals of a terminal.
 */
function startWatchdog(pid: number): ChildProcess {
  const wait = `for second in $(seq ${KILL_AFTER_MS / 1000}); do sleep 1; kill -0 ${pid} || exit; done`;
  const script = `cat >/dev/null; kill -TERM ${pid} || exit; ${wait}; kill -KILL ${pid}`;
  const watchdog = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  // Neither keeps our process alive.
  watchdog.unref();
  watchdog.on('error', () => undefined);
  watchdog.stdin.on('error', () => undefined);
  return watchdog;
}
