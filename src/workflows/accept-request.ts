import { ApplicationFailure, setHandler } from '@temporalio/workflow';
import { maskMobileNumber } from '../contract/mask.js';
import { FailureType } from '../contract/names.js';
import type { ValidOnboardingRequest } from '../contract/request.js';
import { describeProblems, validateOnboardingRequest } from '../contract/validate-request.js';
import { status } from './messages.js';

/**
 * The request, once it keeps the contract: it may come past our client, from the command line or another language.
 * @throws ApplicationFailure `InvalidRequest` that names every wrong field, with the list of problems as detail
 */
export function acceptRequest(input: unknown): ValidOnboardingRequest {
  const validation = validateOnboardingRequest(input);
  if (validation.ok) return validation.request;
  setHandler(status, () => ({ stage: 'closed', mobileNumber: maskMobileNumber(''), timeline: [] }));
  throw ApplicationFailure.create({
    type: FailureType.InvalidRequest,
    message: `invalid request: ${describeProblems(validation.problems)}`,
    nonRetryable: true,
    details: [validation.problems],
  });
}
