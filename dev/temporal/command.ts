import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { spawnGroup } from './bootstrap-modules.js';

/** What a command needs besides its arguments. */
export interface CommandOptions {
  cwd?: string;
  environment: NodeJS.ProcessEnv;
  /** The command is ended after this long. @default no limit */
  timeoutMs?: number;
  /** Ends the command, and all that it has started. */
  signal?: AbortSignal | undefined;
}

/** A command did not end well. The message is one line: what the command itself gave as the reason. */
export class CommandFailed extends Error {}

/**
 * Runs a command to its end and returns its stdout.
 *
 * @throws CommandFailed when it can't be started, ends with another code than 0, or takes longer than allowed; the reason
 *   of `signal` once that has ended it.
 */
export function runCommand(file: string, args: readonly string[], options: CommandOptions): Promise<string> {
  const { cwd, environment, timeoutMs, signal } = options;
  signal?.throwIfAborted();
  const end = new AbortController();
  const endNow = () => {
    end.abort();
  };
  const timer = timeoutMs === undefined ? undefined : setTimeout(endNow, timeoutMs);
  signal?.addEventListener('abort', endNow);
  return new Promise<string>((resolve, reject) => {
    const child = spawnGroup(file, args, { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'] }, end.signal);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', (error) => {
      reject(new CommandFailed(error.message));
    });
    child.on('close', (code, endedBy) => {
      if (signal?.aborted) reject(signal.reason as Error);
      else if (code === 0) resolve(stdout);
      else
        reject(new CommandFailed(statedReason(stderr) ?? statedReason(stdout) ?? endedWith(code, endedBy, timeoutMs)));
    });
  }).finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', endNow);
  });
}

/** The full path of a command on the PATH of this environment. */
export async function findOnPath(name: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const directory of (environment['PATH'] ?? '').split(delimiter)) {
    const file = join(directory, name);
    if (isAbsolute(directory) && (await isExecutable(file))) return file;
  }
  return undefined;
}

/** Whether we may run this file. */
export function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Maven gives its reason in its first line marked as an error, and ends with links; others give it last. */
function statedReason(output: string): string | undefined {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.find((line) => line.startsWith('[ERROR]')) ?? lines.at(-1);
}

function endedWith(code: number | null, signal: string | null, timeoutMs: number | undefined): string {
  if (signal === null) return `ended with exit code ${code} and no word`;
  return `ended by ${signal}${timeoutMs === undefined ? '' : `, ${timeoutMs / 1000} s after its start at the latest`}`;
}
