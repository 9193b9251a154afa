import { isCancellation } from '@temporalio/workflow';
import type { ClientProfileAnswer } from '../activities/onboarding-activities.js';
import { reading } from './activities.js';
import { readFault, unknownAnswer, type Fault } from './fault.js';
import { isKnownAnswer } from './known-answer.js';
import { GaveUp, type Step } from './step.js';

/** What came of asking for the profile. */
export type ProfileFinding = ClientProfileAnswer | { kind: 'unavailable' | 'cancelled' };

const ANSWERS: ReadonlySet<ClientProfileAnswer['kind']> = new Set([
  'enriched',
  'noRecord',
  'invalidClientCode',
  'mismatch',
] as const);

/** Fetches the customer's client profile until IIFL answers, the step is given up, or the onboarding is cancelled. */
export async function findProfile(clientCode: string, mobileNumber: string, step: Step): Promise<ProfileFinding> {
  try {
    return await fetchProfile(clientCode, mobileNumber, step);
  } catch (error) {
    if (isCancellation(error)) return { kind: 'cancelled' };
    if (error instanceof GaveUp) return { kind: 'unavailable' };
    throw error;
  }
}

async function fetchProfile(clientCode: string, mobileNumber: string, step: Step): Promise<ClientProfileAnswer> {
  let fault: Fault;
  for (;;) {
    try {
      const { patience } = step;
      const answer = await reading('fetch the client profile').fetchClientProfile({
        clientCode,
        mobileNumber,
        patience,
      });
      if (isKnownAnswer(answer, ANSWERS)) {
        step.passed();
        return answer;
      }
      fault = unknownAnswer('iifl');
    } catch (error) {
      fault = readFault(error, 'iifl');
    }
    await step.waitForAttention(fault);
  }
}
