import { z } from 'zod';
import { acceptedSchema } from '../operations/accepted.js';
import { stillOpenSchema } from '../operations/read-result.js';
import { startedOnboardingSchema } from '../operations/start-onboarding.js';
import { onboardingClosedEventSchema } from '../schemas/onboarding-closed-event.js';
import { onboardingListSchema } from '../schemas/onboarding-list.js';
import { onboardingRequestSchema } from '../schemas/onboarding-request.js';
import { onboardingResultSchema } from '../schemas/onboarding-result.js';
import { onboardingStatusSchema } from '../schemas/onboarding-status.js';
import { otpSubmissionSchema, otpVerificationSchema } from '../schemas/otp.js';
import { policySchema } from '../schemas/policy.js';
import { problemSchema } from '../schemas/problem.js';

/** JSON Schema of draft 2020-12, the dialect of OpenAPI 3.1. */
type JsonSchema = Record<string, unknown> & { properties?: Record<string, JsonSchema> };

const NAMED: Readonly<Record<string, z.ZodType>> = {
  OnboardingRequest: onboardingRequestSchema,
  OnboardingPolicy: policySchema,
  StartedOnboarding: startedOnboardingSchema,
  OnboardingStatus: onboardingStatusSchema,
  OnboardingResult: onboardingResultSchema,
  OnboardingStillOpen: stillOpenSchema,
  OnboardingList: onboardingListSchema,
  OnboardingClosedEvent: onboardingClosedEventSchema,
  OtpSubmission: otpSubmissionSchema,
  OtpVerification: otpVerificationSchema,
  Accepted: acceptedSchema,
  Problem: problemSchema,
};

const refOf = (name: string) => `#/components/schemas/${name}`;

/** Every named schema, as the OpenAPI document holds it. */
export function schemaComponents(): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: refOf });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutIdentity(schema)]));
}

/** A named schema as a reference, any other in full. */
export function schemaOrReference(schema: z.ZodType): JsonSchema {
  const [name] = Object.entries(NAMED).find(([, named]) => named === schema) ?? [];
  return name === undefined ? withoutIdentity(z.toJSONSchema(schema)) : { $ref: refOf(name) };
}

/** The document says once which dialect it speaks, and where a component stands is its name. */
function withoutIdentity({ $id: _id, $schema: _dialect, ...schema }: z.core.JSONSchema.BaseSchema): JsonSchema {
  return schema as JsonSchema;
}
