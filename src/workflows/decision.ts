import type { CustomerAnswer } from '../activities/onboarding-activities.js';
import type { ValidOnboardingRequest } from '../contract/request.js';
import type { Registration } from '../contract/result.js';

/** The customer was registered by this onboarding. */
export interface Registered {
  outcome: 'registered';
  registration: Registration;
  kycVerified: boolean;
}

/** The customer was registered before, or by another run meanwhile. */
export interface AlreadyRegistered {
  outcome: 'alreadyRegistered';
  kycVerified: boolean;
}

/** iServeU will not register the customer. */
export interface Rejected {
  outcome: 'rejected';
  /** iServeU's text. */
  reason: string;
}

/** No OTP registered the customer. */
export interface NoOtpLeft {
  outcome: 'otpExpired' | 'otpAttemptsExhausted';
}

/** How the registration ended as a matter of business. */
export type Decision = Registered | AlreadyRegistered | Rejected | NoOtpLeft;

/** get-customer's answer with a status code. */
export type Found = Extract<CustomerAnswer, { kind: 'found' }>;

/** Status code 2: created and verified, with the OVD. */
export function asAlreadyRegistered(found: Found): AlreadyRegistered | undefined {
  return found.statusCode === '2' ? { outcome: 'alreadyRegistered', kycVerified: kycVerified(found) } : undefined;
}

/**
 * What a read-back shows of a registration of ours. Status code 3 (verified, OVD not) is what a registration without OVD
 * leaves behind where the customer was not verified before.
 */
export function asReadBack(
  found: Found,
  firstStatusCode: string | undefined,
  { ovdType }: Pick<ValidOnboardingRequest, 'ovdType'>,
): Registered | undefined {
  const { statusCode, text } = found;
  const wasUnverified = firstStatusCode === '0' || firstStatusCode === '1';
  const isRegistered = statusCode === '2' || (statusCode === '3' && wasUnverified && ovdType === undefined);
  if (!isRegistered) return undefined;
  const registration: Registration = { code: statusCode, text, confirmedBy: 'readBack' };
  return { outcome: 'registered', registration, kycVerified: kycVerified(found) };
}

/** iServeU's KYC flag as the record reports it: the flag where there is one, else what status code 2 means. */
export function kycVerified({ statusCode, kycFlag }: { statusCode: string; kycFlag?: boolean }): boolean {
  return kycFlag ?? statusCode === '2';
}

/** Whether get-customer's flag says otherwise than its status code; worth a word to the operator, never a decision. */
export function isFlagAgainstCode({ statusCode, kycFlag }: Pick<Found, 'statusCode' | 'kycFlag'>): boolean {
  return kycFlag !== undefined && kycFlag !== (statusCode === '2');
}
