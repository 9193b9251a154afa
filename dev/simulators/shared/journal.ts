import type { Fault } from './fault.js';

/** What became of a call's connection; `clientGone`: the caller closed it before the whole answer was handed over. */
export type CallEnding = 'open' | 'answered' | 'dropped' | 'clientGone';

/** One call as a simulator saw it. Held in memory only: it has the secrets and personal data of the call. */
export interface JournalEntry {
  /** 1, 2, 3 … in order of arrival. */
  readonly number: number;
  /** When the call arrived; ISO 8601, UTC. */
  readonly at: string;
  readonly provider: string;
  /** Absent for an unknown path. */
  readonly operation?: string;
  readonly method: string;
  readonly path: string;
  /** Calls with the same number came over the same connection. */
  readonly connection: number;
  /** In lower case. */
  readonly headerNames: readonly string[];
  /** Mobile number or client code. */
  readonly subject?: string;
  /** The decoded body; empty where it could not be decoded. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Encrypted mode: `epoch` as given in `header_secrets`. */
  readonly epoch?: unknown;
  /** The scripted fault's kind; `none` where nothing was scripted. */
  readonly fault: Fault['kind'];
  /** Whether the call reached the provider's own logic; refused credentials do not. */
  processed: boolean;
  /** What was sent or would have been; absent where the caller gets no HTTP status. */
  answer?: { readonly status: number; readonly json?: unknown };
  ending: CallEnding;
}

type Watcher = () => void;

/** The calls of one simulator, oldest first. */
export class Journal {
  private list: JournalEntry[] = [];
  private arrivals = 0;
  private readonly watchers = new Set<Watcher>();

  /** All calls so far. The entries are live: an open call's entry is completed later. */
  get entries(): readonly JournalEntry[] {
    return this.list;
  }

  /** The calls of one operation, and of one subject where given. */
  of(operation: string, subject?: string): JournalEntry[] {
    return this.list.filter(
      (entry) => entry.operation === operation && (subject === undefined || entry.subject === subject),
    );
  }

  /**
   * Resolves as soon as `count` calls fit.
   * @throws Error when they have not come after `timeoutMs`.
   */
  async waitFor(
    fits: (entry: JournalEntry) => boolean,
    { count = 1, timeoutMs = 10_000 }: { count?: number; timeoutMs?: number } = {},
  ): Promise<JournalEntry[]> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        this.watchers.delete(look);
      };
      const look = () => {
        const found = this.list.filter(fits);
        if (found.length < count) return;
        stop();
        resolve(found);
      };
      const timer = setTimeout(() => {
        const seen = this.list
          .slice(-20)
          .map(({ operation, ending }) => `${operation ?? 'unknown path'} (${ending})`)
          .join(', ');
        stop();
        reject(new Error(`After ${timeoutMs} ms fewer than ${count} calls fit. The latest: ${seen || 'none'}.`));
      }, timeoutMs);
      this.watchers.add(look);
      look();
    });
  }

  add(entry: Omit<JournalEntry, 'number' | 'at' | 'processed' | 'ending'>): JournalEntry {
    this.arrivals += 1;
    const whole: JournalEntry = {
      ...entry,
      number: this.arrivals,
      at: new Date().toISOString(),
      processed: false,
      ending: 'open',
    };
    this.list.push(whole);
    this.changed();
    return whole;
  }

  update(entry: JournalEntry, change: Partial<Pick<JournalEntry, 'processed' | 'answer' | 'ending'>>): void {
    Object.assign(entry, change);
    this.changed();
  }

  clear(): void {
    this.list = [];
    this.arrivals = 0;
  }

  private changed(): void {
    for (const look of [...this.watchers]) look();
  }
}
