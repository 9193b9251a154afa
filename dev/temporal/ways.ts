import type { Report } from './report.js';

/** One way to get a program. */
export interface Way {
  /** As it stands in the report, such as `official download`. */
  name: string;
  /**
   * Gives the path of the executable.
   *
   * @throws Error whose message says in one line why this way does not work; {@link NotThere} where there is just nothing.
   */
  get(): Promise<string>;
}

/** There is nothing to be found this way, which is nothing to wonder at. */
export class NotThere extends Error {}

/** Every way was tried in vain; the message has each reason, and what to do. */
export class NoWayLeft extends Error {}

/** The ways tried so far to get one program, and why they did not work. */
export class Search {
  readonly #reasons: string[] = [];
  #untold: string[] = [];

  /**
   * @param what is looked for, such as `Temporal CLI`; begins each line of the report.
   * @param signal ends the search with its reason.
   */
  constructor(
    private readonly what: string,
    private readonly report: Report,
    private readonly signal?: AbortSignal,
  ) {}

  /**
   * Tries the ways in order; returns what the first that works gives, or undefined. Each that fails is reported in one
   * line; one with nothing there only once {@link tellAll} is called.
   */
  async firstOf(ways: readonly Way[]): Promise<string | undefined> {
    for (const way of ways) {
      try {
        return await way.get();
      } catch (error) {
        this.signal?.throwIfAborted();
        const reason = `${way.name}: ${oneLine(error)}`;
        this.#reasons.push(reason);
        if (error instanceof NotThere) this.#untold.push(reason);
        else this.tell(reason);
      }
    }
    return undefined;
  }

  /** Reports what was held back: to be called before a way that takes long. */
  tellAll(): void {
    for (const reason of this.#untold) this.tell(reason);
    this.#untold = [];
  }

  /** The error for when nothing has worked. */
  failure(whatToDo: string): NoWayLeft {
    const reasons = this.#reasons.map((reason) => `  ${reason}`);
    return new NoWayLeft([`${this.what}: no way to get it worked.`, ...reasons, whatToDo].join('\n'));
  }

  private tell(reason: string): void {
    this.report(`${this.what}: ${reason}`);
  }
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').trim();
}
