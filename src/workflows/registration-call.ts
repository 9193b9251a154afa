import { CancellationScope } from '@temporalio/workflow';
import type { RegistrationAnswer, RegistrationInput } from '../activities/onboarding-activities.js';
import { PAYLOAD_DECRYPTION_FAILED } from '../contract/decryption-failure.js';
import { FailureType } from '../contract/names.js';
import type { ValidOnboardingRequest } from '../contract/request.js';
import { callingOnce } from './activities.js';
import { failureType, readFault, type Fault } from './fault.js';
import { isKnownAnswer } from './known-answer.js';

/** What is known after one registration call. */
export type RegistrationCall =
  | RegistrationAnswer
  /** Nothing was processed: the same code may be sent again when the fault has passed. */
  | { kind: 'notProcessed'; fault: Fault }
  /** A whole answer outside the contract: the customer may be registered. */
  | { kind: 'contractBroken'; fault: Fault }
  /** No whole answer: the customer may be registered. */
  | { kind: 'unconfirmed' };

const ANSWERS: ReadonlySet<RegistrationAnswer['kind']> = new Set([
  'registered',
  'otpRefused',
  'agentNotSetUp',
  'rejected',
  'serverIssue',
] as const);

const NOT_PROCESSED: ReadonlySet<string | undefined> = new Set([
  FailureType.ProviderUnavailable,
  FailureType.ProviderThrottled,
  FailureType.ProviderAccessDenied,
  PAYLOAD_DECRYPTION_FAILED,
]);

/** Calls process-customer-registration once. A cancellation lets the call end, since its outcome must be known. */
export async function callRegistration(request: ValidOnboardingRequest, otp: string): Promise<RegistrationCall> {
  return CancellationScope.nonCancellable(async () => {
    try {
      const { processCustomerRegistration } = callingOnce('register the customer');
      const answer = await processCustomerRegistration(registrationInput(request, otp));
      return isKnownAnswer(answer, ANSWERS) ? answer : { kind: 'unconfirmed' };
    } catch (error) {
      return readRegistrationFailure(error);
    }
  });
}

/** Only our own types say that nothing was processed; every other failure leaves it open. */
function readRegistrationFailure(error: unknown): RegistrationCall {
  const type = failureType(error);
  if (NOT_PROCESSED.has(type)) return { kind: 'notProcessed', fault: readFault(error, 'iserveu') };
  if (type === FailureType.ProviderContractBroken) {
    return { kind: 'contractBroken', fault: readFault(error, 'iserveu') };
  }
  return { kind: 'unconfirmed' };
}

function registrationInput(request: ValidOnboardingRequest, otp: string): RegistrationInput {
  const { policy: _policy, clientCode: _clientCode, ...rest } = request;
  return { ...rest, otp };
}
