import { CancellationScope } from '@temporalio/workflow';
import type { CustomerAnswer } from '../activities/onboarding-activities.js';
import type { ValidOnboardingRequest } from '../contract/request.js';
import { reading } from './activities.js';
import { AGENT_NOT_SET_UP, readFault } from './fault.js';
import type { Step } from './step.js';

/** An answer of get-customer that is about the customer. */
export type CustomerFinding = Exclude<CustomerAnswer, { kind: 'agentNotSetUp' }>;

/**
 * Asks iServeU about the customer until it answers.
 * @throws GaveUp when the step's give-up time is over
 */
export async function askAboutCustomer(
  request: ValidOnboardingRequest,
  step: Step,
  summary: string,
): Promise<CustomerFinding> {
  const { mobileNumber, username, latlong, publicIP } = request;
  for (;;) {
    try {
      const answer = await reading(summary).getCustomer({
        mobileNumber,
        ...(username !== undefined && { username }),
        latlong,
        publicIP,
        patience: step.patience,
      });
      if (answer.kind !== 'agentNotSetUp') return answer;
    } catch (error) {
      await step.waitForAttention(readFault(error, 'iserveu'));
      continue;
    }
    await step.waitForAttention(AGENT_NOT_SET_UP);
  }
}

/** Asks like {@link askAboutCustomer}, but is not cut off by a cancellation: what became of a registration must be known. */
export async function askWhateverHappens(
  request: ValidOnboardingRequest,
  step: Step,
  summary: string,
): Promise<CustomerFinding> {
  return CancellationScope.nonCancellable(() => askAboutCustomer(request, step, summary));
}
