import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { withManyFiles } from './many-files.js';

const MAIN = fileURLToPath(new URL('../../../dist/src/gateway/main.js', import.meta.url));

/** How a process ended. */
export interface ProcessEnding {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
}

/** The gateway as it is deployed: the built program in a process of its own. */
export class GatewayProcess {
  private readonly ended: Promise<ProcessEnding>;
  private readonly lines: string[] = [];
  /** Where it listens. */
  url = '';

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.lines.push(line));
    }
    this.ended = once(child, 'exit').then(([exitCode, signal]: unknown[]) => ({
      exitCode: exitCode as number | null,
      signal: signal as NodeJS.Signals | null,
    }));
  }

  /** Starts a gateway with exactly this environment, and waits until it listens. */
  static async start(environment: Readonly<Record<string, string>>): Promise<GatewayProcess> {
    const gateway = GatewayProcess.launch(environment);
    await gateway.untilReady();
    return gateway;
  }

  /** Starts one that may not come far. */
  static launch(environment: Readonly<Record<string, string>>): GatewayProcess {
    if (!existsSync(MAIN))
      throw new Error('The gateway is not built. Run `npm run build`, or the tests by `npm test`.');
    const [command, args] = withManyFiles([process.execPath, MAIN]);
    return new GatewayProcess(spawn(command, args, { env: { ...environment }, stdio: 'pipe' }));
  }

  /** All that it has printed so far, one line each. */
  get output(): readonly string[] {
    return this.lines;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Ends the process as a crash does: nothing is let end, nothing is said to anybody. */
  async kill(): Promise<ProcessEnding> {
    this.child.kill('SIGKILL');
    return await this.ended;
  }

  /** Asks the process to stop, as a deployment does. */
  async stop(): Promise<ProcessEnding> {
    this.child.kill('SIGTERM');
    return await this.ended;
  }

  /** Resolves when it has ended by itself. */
  async untilEnded(): Promise<ProcessEnding> {
    return await this.ended;
  }

  private async untilReady(): Promise<void> {
    const { stdout } = this.child;
    if (stdout === null) throw new Error('The gateway has no standard output.');
    const ready = new Promise<string>((resolve) => {
      createInterface({ input: stdout }).on('line', (line) => {
        if (line.includes('"msg":"gateway ready"')) resolve((JSON.parse(line) as { url: string }).url);
      });
    });
    const first = await Promise.race([ready, this.ended]);
    if (typeof first !== 'string') throw new Error(`The gateway ended too early:\n${this.lines.join('\n')}`);
    this.url = first;
  }
}
