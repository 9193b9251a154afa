import { z } from 'zod';
import { formatOnboardingId, type RunAddress } from '../../contract/onboarding-id.js';
import { onboardingLocation } from '../onboarding-address.js';
import type { Answer, AnswerDescription } from './operation.js';

/** Shape of the answer to something that was sent and is not done yet. */
export const acceptedSchema = z
  .strictObject({ onboardingId: z.string() })
  .meta({ description: 'Accepted; the status shows the effect.' });

/** Describes the answer 202. */
export const ACCEPTED: AnswerDescription = {
  description: 'Accepted; the status shows the effect.',
  schema: acceptedSchema,
  headers: { Location: 'Path of the status.' },
};

/** The answer 202. */
export function accepted(run: RunAddress): Answer {
  return {
    status: 202,
    headers: { Location: onboardingLocation(run) },
    body: { onboardingId: formatOnboardingId(run) },
  };
}
