import { errors } from 'jose';

const FAULTS = [
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSMultipleMatchingKeys,
  errors.JWKSNoMatchingKey,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JWTClaimValidationFailed,
  errors.JWTExpired,
  errors.JWTInvalid,
];

/** Whether a JSON Web Token itself is wrong, as opposed to the way to its issuer's keys. */
export function isTokensFault(error: unknown): boolean {
  return FAULTS.some((fault) => error instanceof fault);
}
