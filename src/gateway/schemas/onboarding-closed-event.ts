import { z } from 'zod';
import { ENDINGS, ONBOARDING_CLOSED_EVENT, type OnboardingClosedEvent } from '../../contract/delivery.js';
import { ONBOARDING_OUTCOMES } from '../../contract/result.js';
import { onboardingResultSchema } from './onboarding-result.js';
import { utcTime } from './texts.js';

/** Shape of the event that the worker posts to `WEBHOOK_URL`. */
export const onboardingClosedEventSchema = z
  .strictObject({
    type: z.literal(ONBOARDING_CLOSED_EVENT),
    timestamp: utcTime().describe('When the onboarding ended; the same in every try.'),
    data: z.strictObject({
      onboardingId: z.string(),
      workflowId: z.string(),
      runId: z.string(),
      execution: z
        .enum(ENDINGS)
        .describe('`completed`: with an outcome; `failed`: abandoned; `terminated`, `timedOut`: ended from outside.'),
      outcome: z.exactOptional(z.enum(ONBOARDING_OUTCOMES)).describe('Present where it completed.'),
      resultUrl: z.exactOptional(z.url()).describe('Where this gateway gives the result.'),
      result: z.exactOptional(onboardingResultSchema).describe('Only with `WEBHOOK_INCLUDE_RECORD=true`.'),
    }),
  })
  .meta({ description: 'The end of one onboarding.' }) satisfies z.ZodType<OnboardingClosedEvent>;
