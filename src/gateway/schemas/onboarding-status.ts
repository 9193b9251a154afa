import { z } from 'zod';
import { ONBOARDING_OUTCOMES } from '../../contract/result.js';
import { ONBOARDING_STAGES, STEP_ATTENTION_REASONS, TIMELINE_EVENTS, type OtpProblem } from '../../contract/status.js';
import type { ShownStatus } from '../status/status-view.js';
import { utcTime, wordsOf } from './texts.js';

const OTP_PROBLEMS = wordsOf<OtpProblem>({ malformed: true, repeated: true, refused: true, unconfirmed: true });

/** Shape of a status. */
export const onboardingStatusSchema = z
  .strictObject({
    stage: z.enum(ONBOARDING_STAGES),
    outcome: z.exactOptional(z.enum(ONBOARDING_OUTCOMES)).describe('Set as soon as it is decided.'),
    mobileNumber: z.string().describe('Masked to the last 4 digits.'),
    otp: z
      .exactOptional(
        z.strictObject({
          deadline: utcTime().describe('When the present or latest wait for an OTP ends.'),
          attemptsLeft: z.int().min(0).describe('How many more OTPs iServeU may refuse.'),
          lastProblem: z.exactOptional(z.enum(OTP_PROBLEMS)),
          sends: z.int().min(0).describe('Send calls made so far.'),
          resendAvailableAt: z
            .exactOptional(utcTime())
            .describe('From when a resend sends a new OTP; absent where it never will.'),
        }),
      )
      .describe('Present while an OTP is awaited or tried.'),
    attention: z
      .exactOptional(
        z.strictObject({
          reason: z.exactOptional(z.enum(STEP_ATTENTION_REASONS)).describe('Absent for the holder of an OTP token.'),
          cause: z
            .exactOptional(z.string())
            .describe("Why the step's last call failed, for people. Absent for the holder of an OTP token."),
          since: utcTime(),
          nextTryAt: z.exactOptional(utcTime()),
        }),
      )
      .describe('Present while a step waits for a person.'),
    timeline: z
      .array(z.strictObject({ at: utcTime(), event: z.enum(TIMELINE_EVENTS) }))
      .describe('Oldest first; at most the newest 100 events.'),
  })
  .meta({ description: 'Where an onboarding stands. Nothing in it is secret.' }) satisfies z.ZodType<ShownStatus>;
