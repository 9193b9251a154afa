import type { ValidOnboardingRequest } from '../contract/request.js';
import type { CustomerFinding } from './questions.js';

/** get-customer's answer with a code. */
export type Found = Extract<CustomerFinding, { kind: 'found' }>;

/** Code 2: created and verified, with the OVD. */
export function isVerified(finding: CustomerFinding): finding is Found & { code: '2' } {
  return finding.kind === 'found' && finding.code === '2';
}

/**
 * Whether a read-back shows that a registration of ours took place. 3 (verified, OVD not) is what a registration
 * without OVD leaves behind where the customer was not verified before.
 */
export function showsRegistration(
  finding: CustomerFinding,
  firstCode: string | undefined,
  request: Pick<ValidOnboardingRequest, 'ovdType'>,
): finding is Found {
  if (finding.kind !== 'found') return false;
  if (finding.code === '2') return true;
  return finding.code === '3' && (firstCode === '0' || firstCode === '1') && request.ovdType === undefined;
}

/** iServeU's KYC flag as the record reports it: the flag where there is one, else what code 2 means. */
export function kycVerified({ code, kycFlag }: { code: string; kycFlag?: boolean }): boolean {
  return kycFlag ?? code === '2';
}

/** Whether get-customer's flag says otherwise than its code; worth a word to the operator, never a decision. */
export function isFlagAgainstCode({ code, kycFlag }: Pick<Found, 'code' | 'kycFlag'>): boolean {
  return kycFlag !== undefined && kycFlag !== (code === '2');
}
