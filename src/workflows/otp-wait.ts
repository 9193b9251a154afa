import { condition } from '@temporalio/workflow';
import type { CodeSender } from './code-sender.js';
import type { OtpInbox } from './otp-inbox.js';
import type { Progress } from './progress.js';

export interface OtpWaitOptions {
  /** How long each wait lasts, in ms. */
  otpWaitMs: number;
  inbox: OtpInbox;
  sender: CodeSender;
  progress: Progress;
}

/** The waits for a code; each has its own deadline, which a send in the meantime moves. */
export class OtpWait {
  private endsAtMs: number | undefined;

  constructor(private readonly options: OtpWaitOptions) {}

  /** When the present or latest wait ends, in ms since 1970; nothing before the first. */
  get deadlineMs(): number | undefined {
    return this.endsAtMs;
  }

  /** The next code; nothing where none came in time. One that waits already is taken at once, and none is sent for. */
  async nextCode(): Promise<string | undefined> {
    const { otpWaitMs, inbox, sender, progress } = this.options;
    if (!inbox.hasCode) {
      this.endsAtMs = Date.now() + otpWaitMs;
      progress.awaitOtp(this.endsAtMs);
      progress.note('otpAwaited');
      sender.sendFirst();
      await this.untilCodeOrDeadline();
      sender.stop();
    }
    return inbox.take();
  }

  /** A code may have been sent: the customer has the whole time from then on. */
  startAnewFrom(timeMs: number): void {
    const { otpWaitMs, progress } = this.options;
    if (progress.stage !== 'awaitingOtp' || timeMs + otpWaitMs <= (this.endsAtMs ?? 0)) return;
    this.endsAtMs = timeMs + otpWaitMs;
    progress.awaitOtp(this.endsAtMs);
  }

  private async untilCodeOrDeadline(): Promise<void> {
    const { inbox, sender } = this.options;
    for (;;) {
      const deadlineMs = this.deadlineMs ?? Date.now();
      const isEarly = () => inbox.hasCode || this.deadlineMs !== deadlineMs;
      const leftMs = deadlineMs - Date.now();
      const isOver = leftMs <= 0 || !(await condition(isEarly, leftMs, { summary: 'wait for the code' }));
      // A code that came with the deadline counts, and so does a send whose answer came with it and moved it.
      if (inbox.hasCode || (isOver && !sender.isBusy && this.deadlineMs === deadlineMs)) return;
      // The answer to a send that is under way may move the deadline.
      if (isOver) await condition(() => inbox.hasCode || !sender.isBusy);
    }
  }
}
