import { condition } from '@temporalio/workflow';
import type { ReadPatience } from '../activities/onboarding-activities.js';
import type { OnboardingPolicy } from '../contract/policy.js';
import { planRetry, withJitter } from '../contract/retry-plan.js';
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

/**
 * One step of the process and its faults: how long it is retried, when it needs a person, and when it is given up. The
 * times run over all the calls of the step.
 */
export class Step {
  private firstFaultAtMs: number | undefined;
  private attentionSinceMs: number | undefined;
  /** The calls that failed in a row since the step began, for the wait before the next one. */
  private failedCalls: { firstStartedAtMs: number; tries: number } | undefined;
  /** The `retryNow` signals that this step has heeded: one that comes during a try is for the wait after it. */
  private retriesHeeded: number;
  private isWoken = false;
  private isStopped = false;

  /** @param giveUpAfterMs from the first fault to giving up, in ms */
  constructor(
    private readonly progress: Progress,
    private readonly policy: OnboardingPolicy,
    private readonly giveUpAfterMs: number,
  ) {
    this.retriesHeeded = progress.retryRequests;
  }

  /** How long the step's next read may go on by itself; in attention it is one attempt. */
  get patience(): ReadPatience {
    return {
      retryForMs: this.attentionSinceMs === undefined ? this.policy.attentionAfterMs : 0,
      giveUpAfterMs: this.giveUpAfterMs,
      ...(this.firstFaultAtMs !== undefined && { firstFaultAtMs: this.firstFaultAtMs }),
    };
  }

  /** Whether {@link Step.stop} was called. */
  hasStopped(): boolean {
    return this.isStopped;
  }

  /** Ends every wait of the step, and its attention. */
  stop(): void {
    this.isStopped = true;
    this.passed();
  }

  /** Ends the present wait for attention, like `retryNow` for this step alone. */
  wake(): void {
    this.isWoken = true;
  }

  /** Starts the give-up time, where it is not running. */
  noteFault(fault?: Fault): void {
    this.firstFaultAtMs ??= Date.now() - (fault?.firstFaultAgoMs ?? 0);
  }

  /**
   * Waits until a call that the workflow itself repeats may be made again: for a while by itself where the fault may
   * pass, otherwise with attention raised.
   * @throws GaveUp when the give-up time is over
   */
  async waitToRepeat(fault: Fault): Promise<void> {
    this.noteFault(fault);
    const delayMs = this.nextDelayMs(fault);
    if (delayMs === undefined) await this.waitForAttention(fault);
    else await condition(() => this.isStopped, delayMs, { summary: 'before the next try' });
  }

  /**
   * Raises attention and waits for the next try, or for `retryNow`.
   * @throws GaveUp when the give-up time is over
   */
  async waitForAttention(fault: Fault): Promise<void> {
    this.noteFault(fault);
    const nowMs = Date.now();
    const giveUpAtMs = (this.firstFaultAtMs ?? nowMs) + this.giveUpAfterMs;
    if (nowMs >= giveUpAtMs) throw new GaveUp(fault.reason);

    this.attentionSinceMs ??= nowMs;
    const waitMs = withJitter(Math.max(this.policy.attentionRetryMs, fault.retryAfterMs ?? 0), Math.random());
    const nextTryAtMs = nowMs + waitMs;
    const { reason, cause } = fault;
    this.progress.raiseAttention(this, { reason, cause, sinceMs: this.attentionSinceMs, nextTryAtMs });
    const isWoken = () => this.isWoken || this.isStopped || this.progress.retryRequests > this.retriesHeeded;
    const isAsked = await condition(isWoken, Math.min(waitMs, giveUpAtMs - nowMs), {
      summary: `attention ${reason}: ${cause}`,
    });
    this.isWoken = false;
    this.retriesHeeded = this.progress.retryRequests;
    if (!isAsked && nextTryAtMs >= giveUpAtMs) throw new GaveUp(fault.reason);
  }

  /** Raises attention where no further try may be made; it stays until the step passes. */
  async waitUntilStopped({ reason, cause }: Fault): Promise<void> {
    this.attentionSinceMs ??= Date.now();
    this.progress.raiseAttention(this, { reason, cause, sinceMs: this.attentionSinceMs });
    await condition(() => this.isStopped);
  }

  /** The step is done: its attention is over, and its faults are forgotten. */
  passed(): void {
    this.progress.clearAttention(this);
    this.attentionSinceMs = undefined;
    this.firstFaultAtMs = undefined;
    this.failedCalls = undefined;
  }

  /** `undefined` where the step needs attention now. */
  private nextDelayMs({ retryable, firstStartedAgoMs = 0, retryAfterMs }: Fault): number | undefined {
    if (!retryable || this.attentionSinceMs !== undefined) return undefined;
    const nowMs = Date.now();
    const firstStartedAtMs = this.failedCalls?.firstStartedAtMs ?? nowMs - firstStartedAgoMs;
    const tries = (this.failedCalls?.tries ?? 0) + 1;
    this.failedCalls = { firstStartedAtMs, tries };
    const giveUpAtMs = (this.firstFaultAtMs ?? nowMs) + this.giveUpAfterMs;
    const endsAtMs = Math.min(firstStartedAtMs + this.policy.attentionAfterMs, giveUpAtMs);
    const situation = { tries, nowMs, firstStartedAtMs, windowMs: endsAtMs - firstStartedAtMs, retryAfterMs };
    return planRetry({ ...situation, random: Math.random() });
  }
}
