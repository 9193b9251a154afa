import { OnboardingNotFound } from '../../client/errors.js';
import type { StatusObserver } from '../../client/status-observer.js';
import type { OnboardingStatus } from '../../contract/status.js';
import { nextPollInMs, SHORTEST_PAUSE_MS } from './poll-backoff.js';
import { viewOf, type StatusView } from './status-view.js';

/** Somebody who wants to see every change of one onboarding. */
export interface StatusListener {
  /** Whose streams are counted together. */
  reader: string | undefined;
  view(view: StatusView): void;
  /** Nothing more will be seen: the onboarding is over, or the server no longer knows it. */
  end(): void;
}

/** What the polls of all onboardings of a gateway share. */
export interface PollTurns {
  /** Runs a poll once it is its turn: a first one, whose readers have seen nothing yet, before the others. */
  run<T>(poll: () => Promise<T>, turn: { isFirst: boolean }): Promise<T>;
  /** The onboardings that are watched now. */
  watched: number;
}

/** What a look saw. */
interface Snapshot {
  view: StatusView;
  /** When the look began. */
  atMs: number;
  /** How often something had been sent by then. */
  changes: number;
}

/**
 * One onboarding as all readers of this gateway see it: they share one look, and one watch, which lasts as long as
 * anybody listens.
 */
export class PolledOnboarding {
  private latest: Snapshot | undefined;
  private polling: { changes: number; snapshot: Promise<Snapshot> } | undefined;
  private changes = 0;
  private readonly listeners = new Set<StatusListener>();
  private unchangedPolls = 0;
  private isWatching = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly observer: StatusObserver,
    private readonly turns: PollTurns,
  ) {}

  /** Whether anybody waits for something of it. */
  get isInUse(): boolean {
    return this.listeners.size > 0 || this.polling !== undefined;
  }

  get latestStatus(): OnboardingStatus | undefined {
    return this.latest?.view.status;
  }

  /** How many listen now, or how many of them for one reader. */
  listenerCount(reader?: string): number {
    if (reader === undefined) return this.listeners.size;
    return [...this.listeners].filter((listener) => listener.reader === reader).length;
  }

  /** The view, at most so old, in ms, and no older than what was sent last. */
  async read(maxAgeMs: number): Promise<StatusView> {
    const { latest } = this;
    const isYoung = latest !== undefined && Date.now() - latest.atMs < maxAgeMs && latest.changes === this.changes;
    return isYoung ? latest.view : (await this.poll()).view;
  }

  /** Something was sent to the onboarding: what was seen before is out of date. */
  expire(): void {
    this.changes += 1;
    this.unchangedPolls = 0;
    this.wake();
  }

  /** Gives a listener the present view and every later one, until the returned function is called. */
  listen(listener: StatusListener): () => void {
    const view = this.latest?.view;
    if (view !== undefined) listener.view(view);
    if (view?.hasEnded === true) {
      listener.end();
      return () => undefined;
    }
    this.listeners.add(listener);
    if (!this.isWatching) void this.watch();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.wake();
    };
  }

  /** Ends all listening. */
  close(): void {
    for (const listener of this.listeners) listener.end();
    this.listeners.clear();
    this.wake();
  }

  private async poll(): Promise<Snapshot> {
    // A look that began before something was sent may not show it, and two at a time would confuse the observer.
    while (this.polling !== undefined && this.polling.changes < this.changes) {
      await this.polling.snapshot.catch(() => undefined);
    }
    this.polling ??= { changes: this.changes, snapshot: this.pollInTurn() };
    return await this.polling.snapshot;
  }

  private async pollInTurn(): Promise<Snapshot> {
    return await this.turns.run(() => this.pollOnce(), { isFirst: this.latest === undefined });
  }

  private async pollOnce(): Promise<Snapshot> {
    const begun = { atMs: Date.now(), changes: this.changes };
    try {
      const before = this.latest?.view;
      const status = (await this.observer.poll()) ?? before?.status;
      // A first look always sees a status; later ones keep what was seen.
      if (status === undefined) throw new TypeError('The first look at an onboarding saw no status');
      const snapshot = { ...begun, view: viewOf(status, this.observer.hasEnded) };
      this.latest = snapshot;
      this.tell(snapshot.view, before);
      return snapshot;
    } finally {
      this.polling = undefined;
    }
  }

  private tell(view: StatusView, before: StatusView | undefined): void {
    const hasChanged = view.tag !== before?.tag;
    this.unchangedPolls = hasChanged ? 0 : this.unchangedPolls + 1;
    if (hasChanged) for (const listener of this.listeners) listener.view(view);
  }

  private async watch(): Promise<void> {
    this.isWatching = true;
    this.turns.watched += 1;
    let failures = 0;
    while (this.listeners.size > 0) {
      try {
        const { hasEnded } = await this.read(SHORTEST_PAUSE_MS);
        failures = 0;
        if (hasEnded) this.close();
      } catch (error) {
        failures += 1;
        if (error instanceof OnboardingNotFound) this.close();
      }
      if (this.listeners.size > 0) await this.pause(failures);
    }
    this.isWatching = false;
    this.turns.watched -= 1;
  }

  /** Waits for the next look, or until something was sent or nobody listens any more. */
  private async pause(failures: number): Promise<void> {
    const { latest, unchangedPolls } = this;
    const { watched } = this.turns;
    const situation = { status: latest?.view.status, unchangedPolls, failures, watched, nowMs: Date.now() };
    const pauseMs = nextPollInMs(situation);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
