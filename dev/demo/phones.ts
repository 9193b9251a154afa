import { EventEmitter, once } from 'node:events';
import type { SentOtp } from './set-up.js';

/** The customers' phones: what iServeU's stand-in sends to a number can be read here. */
export class Phones {
  private readonly messages = new EventEmitter();
  private readonly unread = new Map<string, string>();

  receive({ mobileNumber, otp }: SentOtp): void {
    this.unread.set(mobileNumber, otp);
    this.messages.emit(mobileNumber);
  }

  /** The newest code that has not been read yet; waits for one, until `signal` is aborted. */
  async nextCode(mobileNumber: string, signal: AbortSignal): Promise<string> {
    for (;;) {
      const otp = this.unread.get(mobileNumber);
      if (otp !== undefined) {
        this.unread.delete(mobileNumber);
        return otp;
      }
      await once(this.messages, mobileNumber, { signal });
    }
  }
}
