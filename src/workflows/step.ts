import { condition } from '@temporalio/workflow';
import type { ReadPatience } from '../activities/onboarding-activities.js';
import type { OnboardingPolicy } from '../contract/policy.js';
import { planRetry } from '../contract/retry-plan.js';
import type { StepAttentionReason } from '../contract/status.js';
import type { Fault } from './fault.js';
import type { Progress } from './progress.js';

/** A step stayed faulty for longer than its give-up time. */
export class GaveUp extends Error {
  override readonly name = 'GaveUp';
  constructor(readonly reason: StepAttentionReason) {
    super(`gave up: ${reason}`);
  }
}

export interface StepOptions {
  progress: Progress;
  policy: OnboardingPolicy;
  /** From the first fault to giving up, in ms. */
  giveUpAfterMs: number;
  /** How many `retryNow` signals have come so far. */
  retryRequests: () => number;
  /** Ends every wait of the step early. */
  isOver?: () => boolean;
}

/**
 * One step of the process and its faults: how long it is retried, when it needs a person, and when it is given up. The
 * times run over all the calls of the step.
 */
export class Step {
  private firstFaultAtMs: number | undefined;
  private attentionSinceMs: number | undefined;
  /** The calls that failed in a row since the step began, for the pace of the next one. */
  private failedCalls: { firstStartedAtMs: number; tries: number } | undefined;

  constructor(private readonly options: StepOptions) {}

  /** Whether nothing of the step is to be waited for any more. */
  readonly isOver = (): boolean => this.options.isOver?.() ?? false;

  /** How long the step's next read may go on by itself; out of attention it is one attempt. */
  get patience(): ReadPatience {
    const { policy, giveUpAfterMs } = this.options;
    return {
      retryForMs: this.attentionSinceMs === undefined ? policy.attentionAfterMs : 0,
      giveUpAfterMs,
      ...(this.firstFaultAtMs !== undefined && { firstFaultAtMs: this.firstFaultAtMs }),
    };
  }

  /** Starts the give-up time, where it is not running. */
  noteFault(atMs = Date.now()): void {
    this.firstFaultAtMs ??= atMs;
  }

  /**
   * Waits until a call that the workflow itself repeats may be made again: for a while by itself where the fault may
   * pass, otherwise with attention raised.
   * @throws GaveUp when the give-up time is over
   */
  async waitToRepeat(fault: Fault): Promise<void> {
    this.noteFault(fault.firstFaultAtMs);
    const delayMs = this.nextDelayMs(fault);
    if (delayMs === undefined) await this.waitForAttention(fault);
    else await condition(this.isOver, delayMs, { summary: 'before the next try' });
  }

  /**
   * Raises attention and waits for the next try, or for `retryNow`.
   * @throws GaveUp when the give-up time is over
   */
  async waitForAttention(fault: Fault): Promise<void> {
    const { progress, policy, retryRequests, giveUpAfterMs } = this.options;
    this.noteFault(fault.firstFaultAtMs);
    const nowMs = Date.now();
    const giveUpAtMs = (this.firstFaultAtMs ?? nowMs) + giveUpAfterMs;
    if (nowMs >= giveUpAtMs) throw new GaveUp(fault.reason);

    this.attentionSinceMs ??= nowMs;
    const nextTryAtMs = nowMs + Math.max(policy.attentionRetryMs, fault.retryAfterMs ?? 0);
    progress.raiseAttention({ reason: fault.reason, sinceMs: this.attentionSinceMs, nextTryAtMs });
    const seen = retryRequests();
    const waitMs = Math.min(nextTryAtMs, giveUpAtMs) - nowMs;
    const isWoken = await condition(() => retryRequests() > seen || this.isOver(), waitMs, {
      summary: `attention ${fault.reason}`,
    });
    if (!isWoken && nextTryAtMs >= giveUpAtMs) throw new GaveUp(fault.reason);
  }

  /** Raises attention where no further try may be made; it stays until the step passes. */
  raiseLastAttention(fault: Fault): void {
    this.attentionSinceMs ??= Date.now();
    this.options.progress.raiseAttention({ reason: fault.reason, sinceMs: this.attentionSinceMs });
  }

  /** The step is done: its attention is over, and its faults are forgotten. */
  passed(): void {
    if (this.attentionSinceMs !== undefined) this.options.progress.clearAttention();
    this.attentionSinceMs = undefined;
    this.firstFaultAtMs = undefined;
    this.failedCalls = undefined;
  }

  /** Nothing where the step needs attention now. */
  private nextDelayMs({ retryable, firstStartedAtMs, retryAfterMs }: Fault): number | undefined {
    if (!retryable || this.attentionSinceMs !== undefined) return undefined;
    const { policy, giveUpAfterMs } = this.options;
    const nowMs = Date.now();
    const first = this.failedCalls?.firstStartedAtMs ?? firstStartedAtMs ?? nowMs;
    const tries = (this.failedCalls?.tries ?? 0) + 1;
    this.failedCalls = { firstStartedAtMs: first, tries };
    const endsAtMs = Math.min(first + policy.attentionAfterMs, (this.firstFaultAtMs ?? nowMs) + giveUpAfterMs);
    return planRetry({
      tries,
      nowMs,
      firstStartedAtMs: first,
      windowMs: endsAtMs - first,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  }
}
