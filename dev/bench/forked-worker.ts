import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('bench-worker.js', import.meta.url));

/** A worker in a process of its own. */
export class ForkedWorker {
  private constructor(private readonly child: ChildProcess) {}

  /** Starts a worker of ours or of the bare workflow, and waits until it polls. */
  static async start(kind: 'ours' | 'bare', environment: Readonly<Record<string, string>>): Promise<ForkedWorker> {
    const worker = new ForkedWorker(fork(MAIN, [kind], { env: { ...environment } }));
    await worker.answer();
    return worker;
  }

  /** The CPU time that it has used so far, in ms. */
  async cpuMs(): Promise<number> {
    this.child.send('cpu');
    return Number(await this.answer());
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }

  private async answer(): Promise<unknown> {
    const ended = once(this.child, 'exit').then(() => {
      throw new Error('A worker of the benchmark ended too early.');
    });
    const [message] = (await Promise.race([once(this.child, 'message'), ended])) as unknown[];
    return message;
  }
}
