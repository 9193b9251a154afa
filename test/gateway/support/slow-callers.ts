import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { withManyFiles } from './many-files.js';

const MAIN = fileURLToPath(new URL('slow-callers.mjs', import.meta.url));

/** Many connections that dawdle, held by a process of their own. */
export class SlowCallers {
  /** How many connections were opened. */
  opened = 0;
  private readonly ended: Promise<unknown>;

  private constructor(private readonly child: ChildProcess) {
    this.ended = once(child, 'exit');
  }

  /** Opens so many connections to a port of this machine, and waits until all are open. */
  static async open(port: number, count: number): Promise<SlowCallers> {
    const [command, args] = withManyFiles([process.execPath, MAIN, String(port), String(count)]);
    const callers = new SlowCallers(spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
    ({ opened: callers.opened = 0 } = await callers.answer());
    return callers;
  }

  /** How many of them are closed by now. */
  async closedCount(): Promise<number> {
    this.child.send('count');
    const { closed = 0 } = await this.answer();
    return closed;
  }

  async stop(): Promise<void> {
    this.child.disconnect();
    await this.ended;
  }

  private async answer(): Promise<{ opened?: number; closed?: number }> {
    const message = once(this.child, 'message') as Promise<[{ opened?: number; closed?: number }]>;
    const first = await Promise.race([message, this.ended.then(() => undefined)]);
    if (first === undefined) throw new Error('The slow callers ended too early.');
    return first[0];
  }
}
