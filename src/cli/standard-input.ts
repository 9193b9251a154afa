import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { UsageError } from './usage-error.js';

/** Standard input, or what a test puts in its place. */
export interface InputStream extends NodeJS.ReadableStream {
  isTTY?: boolean;
}

/** Thrown when the person ends an unseen question with Ctrl-C. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/**
 * What is secret or personal comes in here: one line each, in the order of asking. A person at a terminal is asked, and
 * what is typed is not shown.
 */
export class StandardInput {
  private lines: string[] | undefined;

  constructor(
    private readonly stdin: InputStream,
    private readonly stderr: NodeJS.WritableStream,
  ) {}

  /** The next line, without the line end; nothing else is trimmed. */
  async line(what: string): Promise<string> {
    if (this.stdin.isTTY === true) return await this.askUnseen(`${what}: `);
    this.lines ??= (await this.all()).split(/\r?\n/);
    const line = this.lines.shift();
    if (line === undefined || line === '') throw new UsageError(`Standard input holds no line for: ${what}`);
    return line;
  }

  /** Everything that is left. */
  async all(): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.stdin) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString('utf8');
  }

  private async askUnseen(question: string): Promise<string> {
    const nowhere = new Writable({
      write(_chunk, _encoding, done) {
        done();
      },
    });
    const reader = createInterface({ input: this.stdin, output: nowhere, terminal: true });
    // Only now does the terminal show nothing of what is typed.
    this.stderr.write(question);
    try {
      return await new Promise<string>((resolve, reject) => {
        const stop = (): void => {
          reject(new Interrupted('nothing was typed'));
        };
        reader.once('line', resolve).once('SIGINT', stop).once('close', stop);
      });
    } finally {
      reader.close();
      this.stderr.write('\n');
    }
  }
}
