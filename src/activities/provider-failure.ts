import { ApplicationFailure } from '@temporalio/activity';
import { FailureType } from '../contract/names.js';
import type { FaultReport } from './onboarding-activities.js';

/** The kinds of fault that providers report, and the failure type of each. */
export const FAULT_TYPES = {
  unavailable: FailureType.ProviderUnavailable,
  notProcessed: FailureType.ProviderUnavailable,
  throttled: FailureType.ProviderThrottled,
  accessDenied: FailureType.ProviderAccessDenied,
  contractBroken: FailureType.ProviderContractBroken,
  unconfirmed: FailureType.RegistrationUnconfirmed,
} as const;

export interface ProviderFault {
  kind: keyof typeof FAULT_TYPES;
  /** In our words, without data. */
  cause: string;
  retryAfterMs?: number;
}

/**
 * A provider's fault as the failure of an activity. `nextRetryDelayMs` absent: the activity is not tried again by its
 * policy.
 */
export function providerFailure(
  operation: string,
  fault: ProviderFault,
  report: FaultReport,
  nextRetryDelayMs?: number,
): ApplicationFailure {
  return ApplicationFailure.create({
    type: FAULT_TYPES[fault.kind],
    message: `${operation}: ${fault.cause}`,
    nonRetryable: nextRetryDelayMs === undefined,
    details: [report],
    ...(nextRetryDelayMs !== undefined && { nextRetryDelay: nextRetryDelayMs }),
  });
}
