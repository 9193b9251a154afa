import { z } from 'zod';
import type { OnboardingExecution, OnboardingListEntry } from '../../client/list-onboardings.js';
import { ONBOARDING_OUTCOMES } from '../../contract/result.js';
import { ATTENTION_REASONS, ONBOARDING_STAGES } from '../../contract/status.js';
import { utcTime, wordsOf } from './texts.js';

const EXECUTIONS = wordsOf<OnboardingExecution>({
  open: true,
  completed: true,
  failed: true,
  cancelled: true,
  terminated: true,
  timedOut: true,
});

/** Shape of a list's query; whatever is absent does not narrow the list. */
export const onboardingListQuerySchema = z.strictObject({
  stage: z.exactOptional(z.enum(ONBOARDING_STAGES)),
  outcome: z.exactOptional(z.enum(ONBOARDING_OUTCOMES)),
  attention: z.exactOptional(z.enum(ATTENTION_REASONS)),
  pageToken: z
    .exactOptional(z.string().regex(/^[A-Za-z0-9_-]{1,2000}$/))
    .describe('nextPageToken of the page before, with the same filter.'),
});

const entrySchema = z.strictObject({
  onboardingId: z.string(),
  execution: z.enum(EXECUTIONS).describe('Whether it is open, and else how it ended; completed: with an outcome.'),
  stage: z.exactOptional(z.enum(ONBOARDING_STAGES)),
  outcome: z.exactOptional(z.enum(ONBOARDING_OUTCOMES)),
  attention: z.exactOptional(z.enum(ATTENTION_REASONS)),
  otpDeadline: z.exactOptional(utcTime()),
  startedAt: utcTime(),
  closedAt: z.exactOptional(utcTime()),
}) satisfies z.ZodType<Omit<OnboardingListEntry, 'workflowId' | 'runId'>>;

/** Shape of one page of a list. */
export const onboardingListSchema = z
  .strictObject({
    onboardings: z.array(entrySchema).describe('Newest first; a second or so behind.'),
    nextPageToken: z.exactOptional(z.string()).describe('Absent on the last page.'),
  })
  .meta({ description: 'One page of onboardings, without personal data.' });
