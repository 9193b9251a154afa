import { CancellationScope } from '@temporalio/workflow';
import type { RegistrationAnswer, RegistrationInput } from '../activities/onboarding-activities.js';
import { PAYLOAD_DECRYPTION_FAILED } from '../contract/decryption-failure.js';
import { FailureType } from '../contract/names.js';
import { failureType, readFault, type Fault } from './fault.js';
import { calling, isOneOf } from './provider-calls.js';

/** What is known after one registration call. */
export type RegistrationCall =
  | RegistrationAnswer
  /** Nothing was processed: the same OTP may be sent again when the fault has passed. */
  | { kind: 'notProcessed'; fault: Fault }
  /** A whole answer outside the contract: the customer may be registered. */
  | { kind: 'contractBroken'; fault: Fault }
  /** No whole answer: the customer may be registered. */
  | { kind: 'unconfirmed' };

const DECISIVE = ['registered', 'otpRefused', 'agentNotSetUp', 'rejected'];
const ANSWERS = [...DECISIVE, 'serverIssue', 'readBackFirst'];

const NOT_PROCESSED: ReadonlySet<string | undefined> = new Set([
  FailureType.ProviderUnavailable,
  FailureType.ProviderThrottled,
  FailureType.ProviderAccessDenied,
  PAYLOAD_DECRYPTION_FAILED,
]);

/** Calls process-customer-registration once. A cancellation lets the call end, since its outcome must be known. */
export async function callRegistration(input: RegistrationInput): Promise<RegistrationCall> {
  return CancellationScope.nonCancellable(async () => {
    try {
      const answer = await calling.processCustomerRegistration()(input);
      return isOneOf(answer, ANSWERS) ? answer : { kind: 'unconfirmed' };
    } catch (error) {
      return readFailure(error);
    }
  });
}

/** Whether the customer may be registered without our knowing. */
export function leavesItOpen({ kind }: RegistrationCall): boolean {
  return kind === 'unconfirmed' || kind === 'serverIssue' || kind === 'contractBroken';
}

/** Whether the OTP has reached iServeU, or may have. */
export function mayHaveUsedOtp(call: RegistrationCall): boolean {
  return leavesItOpen(call) || ['registered', 'otpRefused', 'rejected'].includes(call.kind);
}

/** Whether iServeU answered and knew the outcome, so that registrations work. */
export function isDecisive({ kind }: RegistrationCall): boolean {
  return DECISIVE.includes(kind);
}

/** Only our own types say that nothing was processed; every other failure leaves it open. */
function readFailure(error: unknown): RegistrationCall {
  const type = failureType(error);
  if (NOT_PROCESSED.has(type)) return { kind: 'notProcessed', fault: readFault(error, 'iserveu') };
  if (type === FailureType.ProviderContractBroken)
    return { kind: 'contractBroken', fault: readFault(error, 'iserveu') };
  return { kind: 'unconfirmed' };
}
