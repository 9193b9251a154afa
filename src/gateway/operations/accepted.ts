import { z } from 'zod';
import { onboardingIdOf, onboardingLocation, type RunAddress } from '../onboarding-address.js';
import type { Answer, AnswerShape } from './operation.js';

/** Shape of the answer to something that was sent and is not done yet. */
export const acceptedSchema = z
  .strictObject({ onboardingId: z.string() })
  .meta({ description: 'What was asked is on its way; the status tells what becomes of it.' });

/** Describes the answer 202. */
export const ACCEPTED: AnswerShape = {
  description: 'On its way; the status tells what becomes of it.',
  schema: acceptedSchema,
  headers: { Location: 'Path of the status.' },
};

/** The answer 202. */
export function accepted(run: RunAddress): Answer {
  return {
    status: 202,
    headers: { Location: onboardingLocation(run) },
    body: { onboardingId: onboardingIdOf(run) },
  };
}
