import type { OnboardingStatus } from '../contract/status.js';
import { readStatus } from './read-status.js';
import type { OnboardingAddress } from '../contract/onboarding-id.js';
import { isOpen, successorOf, type TemporalCalls } from './temporal-calls.js';

/**
 * Looks at one onboarding again and again, and remembers what it saw. The status follows from the history alone, so a
 * worker is asked only when the history has grown; the length of a history is the server's to tell.
 */
export class StatusObserver {
  private runId: string | undefined;
  private over = false;
  private seenEvents = 0;
  private seenStatus = '';

  constructor(
    private readonly calls: TemporalCalls,
    private readonly run: OnboardingAddress,
  ) {
    this.runId = run.runId;
  }

  /** Whether the onboarding had ended at the last look. */
  get hasEnded(): boolean {
    return this.over;
  }

  /**
   * The status, where it is another than at the last look.
   *
   * @throws OnboardingNotFound, NoWorkerAnswered
   */
  async poll(): Promise<OnboardingStatus | undefined> {
    const run = { workflowId: this.run.workflowId, runId: this.runId };
    const described = await this.describeFollowing(run);
    const { runId, historyLength } = described;
    // A later onboarding of the same customer is not the one that is being watched.
    if (runId !== this.runId) this.seenEvents = 0;
    this.runId = runId;
    this.over = !isOpen(described);
    if (historyLength === this.seenEvents) return undefined;

    const current = await readStatus(this.calls, { ...run, runId });
    this.seenEvents = historyLength;
    const text = JSON.stringify(current);
    if (text === this.seenStatus) return undefined;
    this.seenStatus = text;
    return current;
  }

  /** The run, or where the caller named none and an operator has reset it, the run that goes on in its place. */
  private async describeFollowing(run: OnboardingAddress): ReturnType<TemporalCalls['describe']> {
    const described = await this.calls.describe(run);
    const successor = this.run.runId === undefined ? successorOf(described) : undefined;
    if (successor === undefined) return described;
    return await this.describeFollowing({ workflowId: run.workflowId, runId: successor });
  }
}
