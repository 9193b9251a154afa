import type { OnboardingPolicy } from './policy.js';

/** The one argument of the workflow `onboardCustomer`. Everything else than these fields is refused. */
export interface OnboardingRequest {
  /** Ten digits, the first 6 to 9. */
  mobileNumber: string;
  /** The customer's name, 1 to 100 characters after trimming; sent trimmed. */
  name: string;
  /** Where the customer is, opaque, at most 40 characters; iServeU's pages disagree on its syntax. */
  latlong: string;
  /** The customer's public address, IPv4 or IPv6. */
  publicIP: string;
  /** iServeU agent; the worker's `ISERVEU_USERNAME` where absent. */
  username?: string;
  address?: string;
  /** Six digits, the first not 0. */
  pincode?: string;
  /** Kind of officially valid document, e.g. `Aadhaar Card`; goes together with `ovdData`. `BioAuth` is refused. */
  ovdType?: string;
  /** Number of the document; 12 digits for `Aadhaar Card`. */
  ovdData?: string;
  paramA?: string;
  paramB?: string;
  paramC?: string;
  /** IIFL client code, 1 to 8 letters or digits. Absent: no enrichment. */
  clientCode?: string;
  /** Overrides of {@link OnboardingPolicy}; whatever is absent has its default. */
  policy?: Partial<OnboardingPolicy>;
}

/** A request that passed {@link validateOnboardingRequest}: name trimmed, policy complete. */
export interface ValidOnboardingRequest extends Omit<OnboardingRequest, 'policy'> {
  policy: OnboardingPolicy;
}

/** One wrong field, and the form it must have; never its value. */
export interface FieldProblem {
  /** Dotted path, e.g. `policy.otpLength`; `request` for the whole. */
  field: string;
  /** Completes the sentence "`field` …", e.g. "must be ten digits, the first 6 to 9". */
  problem: string;
}
