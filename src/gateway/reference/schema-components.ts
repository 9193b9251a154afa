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

/** JSON Schema of draft 2020-12, which is what OpenAPI 3.1 speaks; typed are the words that the reference shows. */
export interface JsonSchema {
  [keyword: string]: unknown;
  $ref?: string;
  description?: string;
  type?: string;
  format?: string;
  pattern?: string;
  enum?: string[];
  const?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  examples?: unknown[];
}

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

/** The name of the shape that a reference means; nothing where it is none. */
export function schemaOfReference({ $ref: reference }: JsonSchema): string | undefined {
  return reference?.slice(refOf('').length);
}

/** The document says once which dialect it speaks, and where a component stands is its name. */
function withoutIdentity({ $id: _id, $schema: _dialect, ...schema }: z.core.JSONSchema.BaseSchema): JsonSchema {
  return schema as JsonSchema;
}
