import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { vi } from 'vitest';
import {
  RESEND_OTP_SIGNAL,
  RETRY_NOW_SIGNAL,
  STATUS_QUERY,
  SUBMIT_OTP_SIGNAL,
  VERIFY_OTP_UPDATE,
} from '../../src/contract/names.js';
import type { OtpSubmission, OtpVerification } from '../../src/contract/otp.js';
import type { OnboardingRequest } from '../../src/contract/request.js';
import type { OnboardingResult } from '../../src/contract/result.js';
import type { OnboardingStatus, TimelineEventName } from '../../src/contract/status.js';

export type OnboardingHandle = WorkflowHandle<(request: OnboardingRequest) => Promise<OnboardingResult>>;

/** One onboarding as a test sees it: only what any client could do. */
export class Onboarding {
  constructor(readonly handle: OnboardingHandle) {}

  async status(): Promise<OnboardingStatus> {
    return this.handle.query<OnboardingStatus>(STATUS_QUERY);
  }

  /** The first status seen that fits. */
  async until(fits: (status: OnboardingStatus) => boolean): Promise<OnboardingStatus> {
    return vi.waitFor(
      async () => {
        const status = await this.status();
        if (!fits(status)) throw new Error(`The status never fitted; last seen: ${JSON.stringify(status)}`);
        return status;
      },
      { timeout: 20_000, interval: 25 },
    );
  }

  async untilStage(stage: OnboardingStatus['stage']): Promise<OnboardingStatus> {
    return this.until((status) => status.stage === stage);
  }

  async untilAttention(reason: string): Promise<OnboardingStatus> {
    return this.until((status) => status.attention?.reason === reason);
  }

  async untilEvent(event: TimelineEventName, count = 1): Promise<OnboardingStatus> {
    return this.until(({ timeline }) => timeline.filter((entry) => entry.event === event).length >= count);
  }

  async submit(otp: unknown): Promise<void> {
    await this.handle.signal(SUBMIT_OTP_SIGNAL, { otp });
  }

  async verify(otp: unknown): Promise<OtpVerification> {
    return this.handle.executeUpdate<OtpVerification, [OtpSubmission]>(VERIFY_OTP_UPDATE, {
      args: [{ otp } as OtpSubmission],
    });
  }

  async resend(): Promise<void> {
    await this.handle.signal(RESEND_OTP_SIGNAL);
  }

  async retryNow(): Promise<void> {
    await this.handle.signal(RETRY_NOW_SIGNAL);
  }

  /** The result; on the time-skipping server time flies until it is there. */
  async result(): Promise<OnboardingResult> {
    return this.handle.result();
  }

  /** The failure that ended it; throws where it did not fail. */
  async failure(): Promise<ApplicationFailure> {
    const cause = await this.ending();
    if (cause instanceof ApplicationFailure) return cause;
    throw new Error(`It did not fail with an ApplicationFailure but: ${String(cause)}`);
  }

  async isCancelled(): Promise<boolean> {
    return (await this.ending()) instanceof CancelledFailure;
  }

  private async ending(): Promise<unknown> {
    try {
      return await this.handle.result();
    } catch (error) {
      if (error instanceof WorkflowFailedError) return error.cause;
      throw error;
    }
  }
}
