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

/** What each field is, in the order in which it is asked for: the API reference and the command's help say it. */
export const FIELD_MEANINGS: Readonly<Record<keyof OnboardingRequest, string>> = {
  mobileNumber: 'ten digits, the first 6 to 9',
  name: "the customer's name",
  latlong: 'where the customer is, such as 12.97,77.59; passed on as it is',
  publicIP: "the customer's public IPv4 or IPv6 address",
  username: 'iServeU agent; the worker has a default',
  address: 'postal address',
  pincode: 'six digits, the first not 0',
  ovdType: 'kind of document, such as "Aadhaar Card"; goes together with ovdData; BioAuth is refused',
  ovdData: 'number of the document; 12 digits for an Aadhaar Card',
  paramA: 'passed on to iServeU',
  paramB: 'passed on to iServeU',
  paramC: 'passed on to iServeU',
  clientCode: 'IIFL client code, 1 to 8 letters or digits; without it no profile is fetched',
  policy: 'partial policy, a JSON object',
};

/** The fields that take any text of 1 to {@link MAX_TEXT_CHARACTERS} characters. */
export const FREE_TEXTS = [
  'username',
  'address',
  'ovdData',
  'paramA',
  'paramB',
  'paramC',
] as const satisfies (keyof OnboardingRequest)[];

/** Longest optional text, in characters after trimming. */
export const MAX_TEXT_CHARACTERS = 350;
/** Longest name, likewise. */
export const MAX_NAME_CHARACTERS = 100;

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
