/** Argument of the signal `submitOtp` and the update `verifyOtp`. */
export interface OtpSubmission {
  /** Exactly `policy.otpLength` digits 0 to 9; nothing is trimmed. */
  otp: string;
}

/** What happened to an OTP that was sent to iServeU. */
export type OtpFate = 'registered' | 'refused' | 'unconfirmed' | 'rejected';

/** What to do after `unconfirmed`: commands, the API reference, the page and the documents all say this sentence. */
export const AFTER_UNCONFIRMED = 'Type the same OTP again, or a newer one.';

/** Answer of the update `verifyOtp`. */
export interface OtpVerification {
  result: OtpFate;
  /** How many more OTPs iServeU may refuse. */
  attemptsLeft: number;
}

/** The OTP in a submission of any shape, or `undefined` where it is malformed. */
export function readOtp(submission: unknown, otpLength: number): string | undefined {
  if (typeof submission !== 'object' || submission === null) return undefined;
  const { otp } = submission as { otp?: unknown };
  return typeof otp === 'string' && otp.length === otpLength && /^[0-9]+$/.test(otp) ? otp : undefined;
}
