import { randomUUID } from 'node:crypto';
import { WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { VERIFY_OTP_UPDATE } from '../contract/names.js';
import type { OtpSubmission, OtpVerification } from '../contract/otp.js';
import { POLICY_BOUNDS } from '../contract/policy.js';
import { OtpNotAccepted, VerificationTimedOut } from './errors.js';
import { fromTemporalError } from './temporal-errors.js';
import type { OnboardingAddress } from '../contract/onboarding-id.js';
import type { TemporalCalls } from './temporal-calls.js';

/** How long `verifyOtp` waits for an answer, in ms: one registration call and its read-back. */
export const DEFAULT_VERIFICATION_MS = 120_000;

export interface VerifyOtpOptions {
  /** How long to wait for the answer, in ms. @default 120_000 */
  deadlineMs?: number;
  /**
   * Makes a repeated call wait for the first one's answer; random by default. It is clear text on the server: never make
   * it from the OTP.
   */
  updateId?: string;
  /** Ends the waiting early, as the deadline does. */
  signal?: AbortSignal;
}

/**
 * An OTP that some policy allows; how many digits this onboarding awaits is known to its workflow alone.
 *
 * @throws {@link OtpNotAccepted} for anything else than 4 to 10 digits
 */
export function otpSubmission(otp: string): OtpSubmission {
  const { min, max } = POLICY_BOUNDS.otpLength;
  const isOtp = typeof otp === 'string' && /^[0-9]+$/.test(otp) && otp.length >= min && otp.length <= max;
  if (!isOtp) throw new OtpNotAccepted('malformed');
  return { otp };
}

/** Gives an OTP to the workflow and waits for its answer; see `OnboardingClient.verifyOtp`. */
export async function verifyOtp(
  calls: TemporalCalls,
  run: OnboardingAddress,
  otp: string,
  // Update ids stand in the history in clear text, so one is never made from the OTP.
  { deadlineMs = DEFAULT_VERIFICATION_MS, updateId = randomUUID(), signal }: VerifyOtpOptions,
): Promise<OtpVerification> {
  const submission = otpSubmission(otp);
  const deadline = Date.now() + deadlineMs;
  let accepted = false;
  const verify = async () => {
    const update = await calls.handle(run).startUpdate<OtpVerification, [OtpSubmission]>(VERIFY_OTP_UPDATE, {
      args: [submission],
      updateId,
      waitForStage: 'ACCEPTED',
    });
    accepted = true;
    return await update.result();
  };
  if (signal?.aborted === true) throw new VerificationTimedOut(run.workflowId, updateId);
  return await calls.toOpen(run, async () => {
    try {
      return await calls.temporal.withDeadline(deadline, () => calls.untilAborted(signal, verify));
    } catch (error) {
      if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
        throw new VerificationTimedOut(run.workflowId, updateId, accepted, { cause: error });
      }
      throw fromTemporalError(error, run.workflowId);
    }
  });
}
