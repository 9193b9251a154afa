import type { ClientProfileAnswer } from '../activities/onboarding-activities.js';
import { reading } from './activities.js';
import { readFault } from './fault.js';
import type { Step } from './step.js';

/**
 * Fetches the customer's client profile until IIFL answers.
 * @throws GaveUp when the step's give-up time is over
 */
export async function fetchProfile(clientCode: string, mobileNumber: string, step: Step): Promise<ClientProfileAnswer> {
  for (;;) {
    try {
      const { patience } = step;
      const answer = await reading('fetch the client profile').fetchClientProfile({
        clientCode,
        mobileNumber,
        patience,
      });
      step.passed();
      return answer;
    } catch (error) {
      await step.waitForAttention(readFault(error, 'iifl'));
    }
  }
}
