import { describeError } from './error-text.js';

/** Where a command writes: answers to standard output, everything else to standard error. */
export class Output {
  constructor(
    private readonly stdout: NodeJS.WritableStream,
    private readonly stderr: NodeJS.WritableStream,
    /** One JSON document per answer instead of text for people. */
    readonly isJson: boolean,
  ) {}

  /** One answer, in the form that was asked for. */
  answer(document: unknown, text: string): void {
    this.stdout.write(this.isJson ? `${JSON.stringify(document)}\n` : `${text}\n`);
  }

  /** A line for people beside the answer. Machines get none: their standard error holds errors alone. */
  note(text: string): void {
    if (!this.isJson) this.stderr.write(`${text}\n`);
  }

  error(error: unknown): void {
    const { type, message, problems } = describeError(error);
    if (this.isJson) {
      this.stderr.write(`${JSON.stringify({ error: { type, message, ...(problems && { problems }) } })}\n`);
    } else {
      this.stderr.write(`onboarding: ${message}\n`);
    }
  }
}
