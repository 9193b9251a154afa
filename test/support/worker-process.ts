import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/src/worker/main.js', import.meta.url));

/** How a process ended. */
export interface ProcessEnding {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
}

/** The worker as it is deployed: the built program in a process of its own. */
export class WorkerProcess {
  private readonly ended: Promise<ProcessEnding>;
  private readonly printed: Buffer[] = [];

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => this.printed.push(chunk));
    this.ended = once(child, 'exit').then(([exitCode, signal]: unknown[]) => ({
      exitCode: exitCode as number | null,
      signal: signal as NodeJS.Signals | null,
    }));
  }

  /** Starts a worker with exactly this environment, and waits until it polls for tasks. */
  static async start(environment: Readonly<Record<string, string>>): Promise<WorkerProcess> {
    if (!existsSync(MAIN)) throw new Error('The worker is not built. Run `npm run build`, or the tests by `npm test`.');
    const child = spawn(process.execPath, [MAIN], { env: { ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    const worker = new WorkerProcess(child);
    await worker.untilLogged('worker ready');
    return worker;
  }

  /** All that it has printed so far. */
  get output(): Buffer {
    return Buffer.concat(this.printed);
  }

  /** Ends the process as a crash does: nothing is let end, nothing is said to anybody. */
  async kill(): Promise<ProcessEnding> {
    this.child.kill('SIGKILL');
    return this.ended;
  }

  /** Asks the process to stop, as a deployment does. */
  async stop(): Promise<ProcessEnding> {
    this.child.kill('SIGTERM');
    return this.ended;
  }

  private async untilLogged(message: string): Promise<void> {
    const { stdout } = this.child;
    if (stdout === null) throw new Error('The worker has no standard output.');
    const seen: string[] = [];
    const lines = createInterface({ input: stdout });
    const logged = new Promise<'logged'>((resolve) => {
      lines.on('line', (line) => {
        seen.push(line);
        if (line.includes(`"msg":"${message}"`)) resolve('logged');
      });
    });
    const first = await Promise.race([logged, this.ended]);
    if (first !== 'logged') throw new Error(`The worker ended before it said "${message}":\n${seen.join('\n')}`);
  }
}
