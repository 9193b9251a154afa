import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

export interface CommandEnding {
  /** `null` when a signal ended it. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

export interface RunningCommand {
  child: ChildProcess;
  /** Resolves once standard output holds the text; rejects when the command ends without. */
  printed: (text: string) => Promise<void>;
  ended: Promise<CommandEnding>;
}

/** Starts the built `onboarding` command with nothing in its environment but what is given. */
export function startCommand(
  words: readonly string[],
  { env = {}, stdin = '' }: { env?: Record<string, string>; stdin?: string } = {},
): RunningCommand {
  // A configuration file of Temporal's in the tester's home directory must not matter.
  const child = spawn(process.execPath, [MAIN, ...words], { env: { HOME: tmpdir(), TZ: 'UTC', ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A command that needs no input may be gone before it gets any.
  child.stdin.on('error', () => undefined).end(stdin);
  const ended = once(child, 'close').then(([exitCode]) => ({ exitCode: exitCode as number | null, stdout, stderr }));
  return {
    child,
    ended,
    async printed(text) {
      const endedEarly = ended.then(() => Promise.reject(new Error(`"${text}" was never printed: ${stdout}${stderr}`)));
      endedEarly.catch(() => undefined);
      while (!stdout.includes(text)) await Promise.race([once(child.stdout, 'data'), endedEarly]);
    },
  };
}

export async function runCommand(...args: Parameters<typeof startCommand>): Promise<CommandEnding> {
  return startCommand(...args).ended;
}

/** What `--json` printed on standard output, one document a line. */
export function documents({ stdout }: CommandEnding): unknown[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}
