import { z } from 'zod';
import { POLICY_BOUNDS } from '../../contract/policy.js';
import { AFTER_UNCONFIRMED, type OtpFate, type OtpSubmission, type OtpVerification } from '../../contract/otp.js';
import { wordsOf } from './texts.js';

const { min, max } = POLICY_BOUNDS.otpLength;
const OTP_FATES = wordsOf<OtpFate>({ registered: true, refused: true, unconfirmed: true, rejected: true });

/** Shape of an OTP; how many digits an onboarding awaits is known to its workflow alone. */
export const otpSubmissionSchema = z
  .strictObject({
    otp: z.string().regex(new RegExp(`^[0-9]{${min},${max}}$`), `must be a string of ${min} to ${max} digits`),
  })
  .meta({
    description: 'The OTP that the customer typed; nothing is trimmed.',
    examples: [{ otp: '123456' }],
  }) satisfies z.ZodType<OtpSubmission>;

/** Shape of the answer to an OTP. */
export const otpVerificationSchema = z
  .strictObject({
    result: z
      .enum(OTP_FATES)
      .describe(`After \`unconfirmed\` it is not known whether iServeU took the OTP. ${AFTER_UNCONFIRMED}`),
    attemptsLeft: z.int().min(0).describe('How many more OTPs iServeU may refuse.'),
  })
  .meta({ description: 'The answer to the OTP.' }) satisfies z.ZodType<OtpVerification>;
