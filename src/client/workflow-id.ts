import { createHmac } from 'node:crypto';
import type { FieldProblem } from '../contract/request.js';
import { validateOnboardingRequest } from '../contract/validate-request.js';
import { InvalidRequest } from './errors.js';

/** Bytes of `CUSTOMER_ID_KEY` once decoded. */
export const CUSTOMER_ID_KEY_BYTES = 32;
const ID_BYTES = 16;

/**
 * The workflow id of a customer's onboarding: `onboarding-` and the first 128 bits, in lower-case hex, of
 * HMAC-SHA-256 over the ten ASCII digits. Ids are clear text on the server, so the key is what hides the number.
 *
 * @param customerIdKey 32 bytes, the same in every backend that onboards the same customers
 * @throws {@link InvalidRequest} for what is no mobile number
 * @throws TypeError for a key of another length
 */
export function workflowIdOf(mobileNumber: string, customerIdKey: Uint8Array): string {
  if (customerIdKey.length !== CUSTOMER_ID_KEY_BYTES) throw new TypeError('The customer id key must have 32 bytes');
  const problems = mobileNumberProblems(mobileNumber);
  if (problems.length > 0) throw new InvalidRequest(problems);
  const digest = createHmac('sha256', customerIdKey).update(mobileNumber, 'ascii').digest();
  return `onboarding-${digest.subarray(0, ID_BYTES).toString('hex')}`;
}

function mobileNumberProblems(mobileNumber: unknown): FieldProblem[] {
  const validation = validateOnboardingRequest({ mobileNumber });
  return validation.ok ? [] : validation.problems.filter(({ field }) => field === 'mobileNumber');
}
