/** How an onboarding can end as a matter of business. */
export const ONBOARDING_OUTCOMES = [
  'registered',
  'alreadyRegistered',
  'rejected',
  'otpExpired',
  'otpAttemptsExhausted',
] as const;
export type OnboardingOutcome = (typeof ONBOARDING_OUTCOMES)[number];

/** What came of asking IIFL for the client profile. */
export type Enrichment =
  | 'enriched'
  | 'notRequested'
  /** IIFL knows no such client. */
  | 'noRecord'
  /** IIFL refused the client code. */
  | 'invalidClientCode'
  /** The profile's mobile number is missing or not the customer's; the profile was dropped. */
  | 'mismatch'
  /** Not to be had within `enrichmentGiveUpMs`. */
  | 'unavailable'
  | 'cancelled';

/** How iServeU answered the registration, in its own words. */
export interface Registration {
  /** iServeU's status code. */
  code: string;
  /** iServeU's status text. */
  text: string;
  /** `answer`: process-customer-registration said so; `readBack`: get-customer did, after an unconfirmed call. */
  confirmedBy: 'answer' | 'readBack';
}

/** IIFL's client profile, each text as IIFL gave it. Source: docs/provider-coverage.md, BackoffClientProfile. */
export interface ClientProfile {
  clientCode?: string;
  clientName?: string;
  /** Date of birth, YYYYMMDD. */
  dob?: string;
  /** YYYYMMDD. */
  activationDate?: string;
  pan?: string;
  /** `S` savings, `C` current. */
  accountType?: string;
  nomineeName?: string;
  permanentAddress?: string;
  correspondenceAddress?: string;
  pincode?: string;
  state?: string;
  bankAccountNumber?: string;
  bankIfsc?: string;
  bankName?: string;
  mobile?: string;
  email?: string;
}

/** The customer as known at the end. Personal data: keep it encrypted. */
export interface CustomerRecord {
  mobileNumber: string;
  /** As requested, trimmed. */
  name: string;
  /** iServeU's KYC flag; true for code 2 without a flag. Reported, never decided on. */
  kycVerified: boolean;
  /** Absent when the customer was registered already. */
  registration?: Registration;
  profile?: ClientProfile;
  enrichment: Enrichment;
}

/** Result of the workflow `onboardCustomer`. */
export interface OnboardingResult {
  outcome: OnboardingOutcome;
  /** iServeU's text of a rejection. */
  reason?: string;
  /** Present for `registered` and `alreadyRegistered`. */
  record?: CustomerRecord;
}
