import { CancellationScope } from '@temporalio/workflow';
import type { CustomerAnswer } from '../activities/onboarding-activities.js';
import type { ValidOnboardingRequest } from '../contract/request.js';
import { reading } from './activities.js';
import { AGENT_NOT_SET_UP, readFault, unknownAnswer, type Fault } from './fault.js';
import { isKnownAnswer } from './known-answer.js';
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
  let fault: Fault;
  for (;;) {
    try {
      const answer = await reading(summary).getCustomer({
        mobileNumber,
        ...(username !== undefined && { username }),
        latlong,
        publicIP,
        patience: step.patience,
      });
      if (isFinding(answer)) return answer;
      fault = isKnownAnswer(answer, AGENT_ANSWERS) ? AGENT_NOT_SET_UP : unknownAnswer('iserveu');
    } catch (error) {
      fault = readFault(error, 'iserveu');
    }
    await step.waitForAttention(fault);
  }
}

const FINDINGS: ReadonlySet<CustomerFinding['kind']> = new Set(['found', 'rejected'] as const);
const AGENT_ANSWERS: ReadonlySet<CustomerAnswer['kind']> = new Set(['agentNotSetUp'] as const);

function isFinding(answer: CustomerAnswer): answer is CustomerFinding {
  return isKnownAnswer(answer, FINDINGS);
}

/** Asks like {@link askAboutCustomer}, but is not cut off by a cancellation: what became of a registration must be known. */
export async function askWhateverHappens(
  request: ValidOnboardingRequest,
  step: Step,
  summary: string,
): Promise<CustomerFinding> {
  return CancellationScope.nonCancellable(() => askAboutCustomer(request, step, summary));
}
