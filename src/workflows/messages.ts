import { defineQuery, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import {
  RESEND_OTP_SIGNAL,
  RETRY_NOW_SIGNAL,
  STATUS_QUERY,
  SUBMIT_OTP_SIGNAL,
  VERIFY_OTP_UPDATE,
} from '../contract/names.js';
import type { OtpSubmission, OtpVerification } from '../contract/otp.js';
import type { OnboardingStatus } from '../contract/status.js';
import type { OtpExchange } from './otp-exchange.js';
import type { Progress } from './progress.js';

/* What can be said to a running onboarding. Arguments may have any shape: they come from anywhere. */
const submitOtp = defineSignal<[OtpSubmission]>(SUBMIT_OTP_SIGNAL);
const resendOtp = defineSignal(RESEND_OTP_SIGNAL);
export const retryNow = defineSignal(RETRY_NOW_SIGNAL);
const verifyOtp = defineUpdate<OtpVerification, [OtpSubmission]>(VERIFY_OTP_UPDATE);
const status = defineQuery<OnboardingStatus>(STATUS_QUERY);

/** Registers every message handler of an onboarding; to be called before the workflow's first await. */
export function handleMessages({ queue, sender }: OtpExchange, progress: Progress): void {
  setHandler(submitOtp, (submission) => {
    queue.submit(submission);
  });
  setHandler(verifyOtp, (submission) => queue.verify(submission), {
    validator: (submission) => {
      queue.validate(submission);
    },
  });
  setHandler(resendOtp, () => {
    sender.resend();
  });
  setHandler(retryNow, () => {
    progress.requestRetry();
  });
  setHandler(status, () => progress.status());
}

/** Answers the `status` query of an onboarding whose request is invalid. */
export function handleStatusOfInvalid(answer: OnboardingStatus): void {
  setHandler(status, () => answer);
}
