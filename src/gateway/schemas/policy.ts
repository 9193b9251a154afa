import { z } from 'zod';
import { POLICY_BOUNDS, POLICY_DEFAULTS, POLICY_MEANINGS, type OnboardingPolicy } from '../../contract/policy.js';
import { validatePolicy } from '../../contract/validate-request.js';

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
  return field.meta({ description: POLICY_MEANINGS[name], default: POLICY_DEFAULTS[name] });
}
