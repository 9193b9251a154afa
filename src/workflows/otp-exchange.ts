import { condition } from '@temporalio/workflow';
import type { ValidOnboardingRequest } from '../contract/request.js';
import { OtpQueue, type TypedOtp } from './otp-queue.js';
import { OtpSender } from './otp-sender.js';
import type { Progress } from './progress.js';

/** The exchange of OTPs with the customer: those that came, those that are sent, and the waits for the next one. */
export class OtpExchange {
  readonly queue: OtpQueue;
  readonly sender: OtpSender;

  constructor(
    private readonly request: ValidOnboardingRequest,
    private readonly progress: Progress,
  ) {
    this.queue = new OtpQueue(request.policy, progress);
    this.sender = new OtpSender(request, progress, this.queue);
  }

  /** The next OTP; `undefined` where none came in time. One that waits already is taken at once, and none is sent for. */
  async next(): Promise<TypedOtp | undefined> {
    if (!this.queue.hasOtp) {
      const startedAtMs = Date.now();
      this.progress.awaitOtp(this.deadlineFrom(startedAtMs));
      this.progress.note('otpAwaited');
      this.sender.sendFirst();
      await this.untilOtpOrDeadline(startedAtMs);
      this.sender.stop();
    }
    return this.queue.take();
  }

  private async untilOtpOrDeadline(startedAtMs: number): Promise<void> {
    const { queue, sender, progress } = this;
    for (;;) {
      const deadlineMs = this.deadlineFrom(startedAtMs);
      if (deadlineMs !== progress.otp.deadlineMs) progress.awaitOtp(deadlineMs);
      const hasMoved = () => this.deadlineFrom(startedAtMs) !== deadlineMs;
      const leftMs = deadlineMs - Date.now();
      const isOver =
        leftMs <= 0 || !(await condition(() => queue.hasOtp || hasMoved(), leftMs, { summary: 'wait for the OTP' }));
      // An OTP that came with the deadline counts, and so does a send whose answer came with it and moved it.
      if (queue.hasOtp || (isOver && !sender.isBusy && !hasMoved())) return;
      // The answer to a send that is under way may move the deadline.
      if (isOver) await condition(() => queue.hasOtp || !sender.isBusy);
    }
  }

  /** The customer has the whole time from the latest send that may have reached them. */
  private deadlineFrom(startedAtMs: number): number {
    return Math.max(startedAtMs, this.sender.maybeSentAtMs ?? 0) + this.request.policy.otpWaitMs;
  }
}
