import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import {
  RESEND_OTP_SIGNAL,
  RETRY_NOW_SIGNAL,
  STATUS_QUERY,
  SUBMIT_OTP_SIGNAL,
  VERIFY_OTP_UPDATE,
} from '../contract/names.js';
import type { OtpSubmission, OtpVerification } from '../contract/otp.js';
import type { OnboardingStatus } from '../contract/status.js';

/** What can be said to a running onboarding. Arguments may have any shape: they come from anywhere. */
export const submitOtp = defineSignal<[OtpSubmission]>(SUBMIT_OTP_SIGNAL);
export const resendOtp = defineSignal(RESEND_OTP_SIGNAL);
export const retryNow = defineSignal(RETRY_NOW_SIGNAL);
export const verifyOtp = defineUpdate<OtpVerification, [OtpSubmission]>(VERIFY_OTP_UPDATE);
export const status = defineQuery<OnboardingStatus>(STATUS_QUERY);
