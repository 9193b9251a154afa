import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** What a command needs besides its arguments. */
export interface CommandOptions {
  cwd?: string;
  environment: NodeJS.ProcessEnv;
  /** The command is killed after this long. @default no limit */
  timeoutMs?: number;
}

/** A command did not end well. The message is one line: what the command itself gave as the reason. */
export class CommandFailed extends Error {}

/**
 * Runs a command to its end and returns its stdout.
 *
 * @throws CommandFailed when it can't be started, ends with another code than 0, or takes longer than allowed.
 */
export function runCommand(file: string, args: readonly string[], options: CommandOptions): Promise<string> {
  const { cwd, environment, timeoutMs } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env: environment, timeout: timeoutMs, stdio: ['ignore', 'pipe', 'pipe'] });
    const killAtExit = () => child.kill();
    process.on('exit', killAtExit);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', (error) => {
      reject(new CommandFailed(error.message));
    });
    child.on('close', (code, signal) => {
      process.off('exit', killAtExit);
      if (code === 0) resolve(stdout);
      else
        reject(new CommandFailed(statedReason(stderr) ?? statedReason(stdout) ?? endedWith(code, signal, timeoutMs)));
    });
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
