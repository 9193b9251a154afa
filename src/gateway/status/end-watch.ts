import PQueue from 'p-queue';
import type { OnboardingClient } from '../../client/onboarding-client.js';
import type { OnboardingListEntry } from '../../client/list-onboardings.js';
import { OnboardingNotFound } from '../../client/errors.js';
import { formatOnboardingId, type RunAddress } from '../../contract/onboarding-id.js';

/** Looks under way at once. */
const MAX_LOOKS = 20;
/** Waits at once; each holds a connection. */
const MAX_WAITS = 10_000;
/** A crowd's waits end at the same time: each ends so much earlier for every other one, so that the last is in time. */
const EARLIER_PER_WAIT_MS = 0.5;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
/** Each watched run adds so much to the pause between two looks, so that all of them make at most 200 looks a second. */
const PAUSE_PER_RUN_MS = 5;

/** One run whose end somebody waits for. */
interface WatchedRun {
  /** Told of the end. */
  waiters: Set<() => void>;
  /** Before the next look; grows from look to look. */
  pauseMs: number;
  /** Ends the present pause. */
  wake: () => void;
}

/**
 * Waits for the ends of onboardings. All who wait for the same run share one watch; it asks the server alone, so neither
 * a long poll each nor a worker is needed.
 */
export class EndWatch {
  private readonly runs = new Map<string, WatchedRun>();
  private readonly descriptions = new Map<string, Promise<OnboardingListEntry>>();
  private readonly looks = new PQueue({ concurrency: MAX_LOOKS });
  private begun = 0;
  private waits = 0;
  private isClosed = false;

  constructor(private readonly client: OnboardingClient) {}

  /**
   * What the server knows of a run before a wait begins; all who ask at the same time share one look. In a crowd the
   * newest caller is served first: those before it have begun to wait, and an onboarding that has ended is told at once.
   *
   * @throws OnboardingNotFound
   */
  async describe(run: RunAddress): Promise<OnboardingListEntry> {
    this.begun += 1;
    return await this.look(run, this.begun);
  }

  /** Whether a run ends within `waitMs`; false at once where too many wait, and as soon as the signal is aborted. */
  async endsWithin(run: RunAddress, waitMs: number, signal: AbortSignal): Promise<boolean> {
    if (this.isClosed || this.waits >= MAX_WAITS) return false;
    const { waiters } = this.watched(run);
    this.waits += 1;
    let stop = (): void => undefined;
    try {
      return await new Promise<boolean>((resolve) => {
        const timer = setTimeout(resolve, waitMs - this.waits * EARLIER_PER_WAIT_MS, false);
        const end = () => {
          resolve(true);
        };
        waiters.add(end);
        stop = () => {
          clearTimeout(timer);
          waiters.delete(end);
          resolve(false);
        };
        signal.addEventListener('abort', stop);
        if (signal.aborted) stop();
      });
    } finally {
      this.waits -= 1;
      stop();
    }
  }

  /** Something was sent to a run, which may end it soon. */
  expire(run: RunAddress): void {
    const watched = this.runs.get(formatOnboardingId(run));
    if (watched === undefined) return;
    watched.pauseMs = FIRST_PAUSE_MS;
    watched.wake();
  }

  /** Ends all waits, and begins no other. */
  close(): void {
    this.isClosed = true;
    for (const { waiters, wake } of this.runs.values()) {
      for (const end of waiters) end();
      wake();
    }
  }

  private watched(run: RunAddress): WatchedRun {
    const id = formatOnboardingId(run);
    const known = this.runs.get(id);
    if (known !== undefined) return known;
    const watched = { waiters: new Set<() => void>(), pauseMs: FIRST_PAUSE_MS, wake: () => undefined };
    this.runs.set(id, watched);
    void this.watch(run, watched);
    return watched;
  }

  private async watch(run: RunAddress, watched: WatchedRun): Promise<void> {
    do {
      await this.pause(watched);
      if (watched.waiters.size > 0 && (await this.hasEnded(run))) for (const end of watched.waiters) end();
    } while (watched.waiters.size > 0);
    this.runs.delete(formatOnboardingId(run));
  }

  /** Pauses are of uneven length, since thousands of waits may begin at the same moment. */
  private async pause(watched: WatchedRun): Promise<void> {
    const pauseMs = Math.max(watched.pauseMs, this.runs.size * PAUSE_PER_RUN_MS);
    watched.pauseMs = Math.min(watched.pauseMs * 2, LONGEST_PAUSE_MS);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pauseMs * (0.5 + Math.random()));
      watched.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async look(run: RunAddress, priority: number): Promise<OnboardingListEntry> {
    const id = formatOnboardingId(run);
    let description = this.descriptions.get(id);
    if (description === undefined) {
      const { workflowId } = run;
      const look = this.looks.add(() => this.client.describe(workflowId, run), { priority });
      description = look.finally(() => this.descriptions.delete(id));
      this.descriptions.set(id, description);
    }
    return await description;
  }

  private async hasEnded(run: RunAddress): Promise<boolean> {
    try {
      return (await this.look(run, 0)).execution !== 'open';
    } catch (error) {
      // Who waits asks once more and is told.
      return error instanceof OnboardingNotFound;
    }
  }
}
