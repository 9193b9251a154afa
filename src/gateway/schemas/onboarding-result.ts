import { z } from 'zod';
import {
  ONBOARDING_OUTCOMES,
  type ClientProfile,
  type Enrichment,
  type OnboardingResult,
} from '../../contract/result.js';
import { wordsOf } from './texts.js';

const ENRICHMENTS = wordsOf<Enrichment>({
  enriched: true,
  notRequested: true,
  noRecord: true,
  invalidClientCode: true,
  mismatch: true,
  unavailable: true,
  cancelled: true,
});

const PROFILE_FIELDS = wordsOf<keyof ClientProfile>({
  clientCode: true,
  clientName: true,
  dob: true,
  activationDate: true,
  pan: true,
  accountType: true,
  nomineeName: true,
  permanentAddress: true,
  correspondenceAddress: true,
  pincode: true,
  state: true,
  bankAccountNumber: true,
  bankIfsc: true,
  bankName: true,
  mobile: true,
  email: true,
});

const profileSchema = z
  .strictObject(Object.fromEntries(PROFILE_FIELDS.map((field) => [field, z.exactOptional(z.string())])))
  .meta({ description: "IIFL's client profile, each text as IIFL gave it." });

/** Shape of a result. Personal data. */
export const onboardingResultSchema = z
  .strictObject({
    outcome: z.enum(ONBOARDING_OUTCOMES),
    reason: z.exactOptional(z.string()).describe("iServeU's text of a rejection."),
    record: z
      .exactOptional(
        z.strictObject({
          mobileNumber: z.string(),
          name: z.string(),
          kycVerified: z.boolean(),
          registration: z
            .exactOptional(
              z.strictObject({ code: z.string(), text: z.string(), confirmedBy: z.enum(['answer', 'readBack']) }),
            )
            .describe('Absent when the customer was registered already.'),
          profile: z.exactOptional(profileSchema),
          enrichment: z.enum(ENRICHMENTS),
        }),
      )
      .describe('Present for registered and alreadyRegistered.'),
  })
  .meta({ description: 'How the onboarding ended. Personal data.' }) satisfies z.ZodType<OnboardingResult>;
