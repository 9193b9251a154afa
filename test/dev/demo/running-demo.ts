import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../dist/dev/demo/main.js', import.meta.url));

/** What `npm start` runs once everything is set up, as the foreground process group of a terminal. */
export class RunningDemo {
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown[]>;
  /** What it has printed so far. */
  stdout = '';
  stderr = '';

  constructor(flags: readonly string[] = [], environment: NodeJS.ProcessEnv = {}) {
    const env = { ...process.env, ...environment };
    this.child = spawn(process.execPath, [MAIN, ...flags], { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env });
    this.ended = once(this.child, 'close');
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
  }

  /** Resolves with the match once it has printed it on its standard output. */
  async untilShown(pattern: RegExp): Promise<RegExpExecArray> {
    const endedEarly = this.ended.then(() =>
      Promise.reject(new Error(`The demo ended too early:\n${this.stdout}\n${this.stderr}`)),
    );
    endedEarly.catch(() => undefined);
    for (;;) {
      const match = pattern.exec(this.stdout);
      if (match !== null) return match;
      await Promise.race([once(this.child.stdout ?? this.child, 'data'), endedEarly]);
    }
  }

  /** Sends a signal as a terminal does: to the whole process group. */
  press(signal: NodeJS.Signals): void {
    process.kill(-(this.child.pid ?? NaN), signal);
  }

  /** Its exit code, once it has ended. */
  async exitCode(): Promise<unknown> {
    return (await this.ended)[0];
  }

  /** For the end of a test, however that went. */
  kill(): void {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
  }
}
