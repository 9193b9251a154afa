import PQueue from 'p-queue';
import type { OnboardingClient } from '../../client/onboarding-client.js';
import { OnboardingNotFound } from '../../client/errors.js';
import { formatOnboardingId, type RunAddress } from '../../contract/onboarding-id.js';
import type { OnboardingStatus } from '../../contract/status.js';
import { SHORTEST_PAUSE_MS } from './poll-backoff.js';
import type { StatusView } from './status-view.js';
import { PolledOnboarding, type PollTurns, type StatusListener } from './polled-onboarding.js';

/** Onboardings that are remembered; the longest unread is forgotten first. */
const MAX_REMEMBERED = 10_000;
/** Polls under way at once: after a restart thousands of readers come back, and Temporal and workers take so many well. */
const MAX_POLLS = 50;

/**
 * The statuses that the readers of this gateway want, each asked for once: reads within a second share one look, and all
 * who listen to an onboarding share one watch.
 */
export class StatusCache {
  private readonly watched = new Map<string, PolledOnboarding>();

  private readonly polls = new PQueue({ concurrency: MAX_POLLS });
  private readonly turns: PollTurns = {
    watched: 0,
    run: (poll, { isFirst }) =>
      this.polls.add(
        () => {
          this.onPoll();
          return poll();
        },
        { priority: isFirst ? 1 : 0 },
      ),
  };

  /** @param onPoll told of every poll, for a metric */
  constructor(
    private readonly client: OnboardingClient,
    private readonly onPoll: () => void,
  ) {}

  /** The status, at most a second old. @throws OnboardingNotFound, NoWorkerAnswered */
  async read(address: RunAddress): Promise<StatusView> {
    try {
      return await this.entry(address).read(SHORTEST_PAUSE_MS);
    } catch (error) {
      if (error instanceof OnboardingNotFound) this.watched.delete(formatOnboardingId(address));
      throw error;
    }
  }

  /** The status as it was seen last, however old. */
  latest(address: RunAddress): OnboardingStatus | undefined {
    return this.watched.get(formatOnboardingId(address))?.latestStatus;
  }

  /** Gives a listener the present view and every later one, until the returned function is called. */
  listen(address: RunAddress, listener: StatusListener): () => void {
    return this.entry(address).listen(listener);
  }

  /** How many listen to an onboarding now, or how many of them for one reader. */
  listenerCount(address: RunAddress, reader?: string): number {
    return this.watched.get(formatOnboardingId(address))?.listenerCount(reader) ?? 0;
  }

  /** Something was sent to an onboarding: the next read looks anew, and a watch looks at once. */
  expire(address: RunAddress): void {
    this.watched.get(formatOnboardingId(address))?.expire();
  }

  /** Ends all listening. */
  close(): void {
    for (const entry of this.watched.values()) entry.close();
    this.watched.clear();
  }

  private entry(address: RunAddress): PolledOnboarding {
    const id = formatOnboardingId(address);
    const entry = this.watched.get(id) ?? this.newEntry(address);
    // A map keeps the order of insertion, so the longest unread stands first.
    this.watched.delete(id);
    this.watched.set(id, entry);
    return entry;
  }

  private newEntry({ workflowId, runId }: RunAddress): PolledOnboarding {
    if (this.watched.size >= MAX_REMEMBERED) this.forgetLongestUnread();
    return new PolledOnboarding(this.client.observe(workflowId, { runId }), this.turns);
  }

  private forgetLongestUnread(): void {
    for (const [id, entry] of this.watched) {
      if (entry.isInUse) continue;
      this.watched.delete(id);
      return;
    }
  }
}
