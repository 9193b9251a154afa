import { describeWork, type WorkUnderWay } from '../../src/process/run-process.js';

/** Something that was started. */
export interface StartedPart {
  /** As people know it, such as `the worker`; absent where it is of no interest to them. */
  name?: string;
  stop: () => Promise<void>;
  /** What its stop waits for. */
  underWay?: () => WorkUnderWay | undefined;
}

/** What was started, to be stopped in the opposite order. */
export class CleanUp {
  private readonly parts: StartedPart[] = [];

  add(part: StartedPart): void {
    this.parts.push(part);
  }

  /** What is up, the last one first, each with what its stop waits for. */
  describe(): string {
    return this.parts
      .filter(({ name }) => name !== undefined)
      .map(({ name = '', underWay }) => {
        const work = underWay?.();
        const waitsFor = work && describeWork(work);
        return waitsFor === undefined ? name : `${name} (${waitsFor})`;
      })
      .reverse()
      .join(', ');
  }

  /** Stops everything, also when one of them fails; may be called again. */
  async run(): Promise<void> {
    for (let part = this.parts.pop(); part !== undefined; part = this.parts.pop()) {
      const { name = 'one part' } = part;
      await part.stop().catch((error: unknown) => {
        console.error(`Could not stop ${name}: ${error instanceof Error ? error.message : String(error)}`);
      });
    }
  }
}
