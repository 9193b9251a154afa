import { z } from 'zod';
import { POLICY_BOUNDS, POLICY_DEFAULTS, type OnboardingPolicy } from '../../contract/policy.js';
import { validatePolicy } from '../../contract/validate-request.js';

/** What each field means, for the reference. */
const MEANINGS: Readonly<Record<keyof OnboardingPolicy, string>> = {
  sendOtp: 'Whether iServeU is asked to send the OTP; otherwise the caller sees to it.',
  otpLength: 'Digits of an OTP.',
  otpWaitMs: 'How long each wait for an OTP lasts; anew after a refused or unconfirmed OTP and after a send.',
  otpMaxAttempts: 'OTPs that iServeU may refuse and, counted apart, OTPs that may be left unconfirmed.',
  otpMaxSends: 'Send calls in all, whatever came of them.',
  otpResendGapMs: 'How long after a send call the next one may be asked for.',
  readBackWindowMs: 'How long iServeU is asked again after an unconfirmed registration.',
  registrationMaxTries: 'Registration calls with one OTP.',
  attentionAfterMs: 'How long faults are retried before the step needs attention.',
  attentionRetryMs: 'How often a step that needs attention is tried again.',
  registrationGiveUpMs:
    'From the first fault of checking or registering to giving up; at most 1,000 times attentionRetryMs.',
  enrichmentGiveUpMs:
    'From the first fault of fetching the profile to going without it; at most 1,000 times attentionRetryMs.',
  notify: 'Whether the end is posted to the webhook of the deployment.',
};

const FIELDS = Object.keys(POLICY_DEFAULTS) as (keyof OnboardingPolicy)[];

/** Shape of a partial policy; its fields and bounds are the contract's. */
export const policySchema = z
  .strictObject(Object.fromEntries(FIELDS.map((name) => [name, z.exactOptional(policyField(name))])))
  // Rules between fields have no form in JSON Schema.
  .refine((policy) => validatePolicy(policy).length === 0)
  .meta({ description: 'What shapes this onboarding. Whatever is absent has its default. Times are in milliseconds.' });

function policyField(name: keyof OnboardingPolicy): z.ZodType<boolean | number> {
  const bounds = name in POLICY_BOUNDS ? POLICY_BOUNDS[name as keyof typeof POLICY_BOUNDS] : undefined;
  const field = bounds === undefined ? z.boolean() : z.int().min(bounds.min).max(bounds.max);
  return field.meta({ description: MEANINGS[name], default: POLICY_DEFAULTS[name] });
}
