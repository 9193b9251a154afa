import { z } from 'zod';
import { isIpAddress } from '../../contract/ip-address.js';
import {
  FIELD_MEANINGS,
  FREE_TEXTS,
  MAX_NAME_CHARACTERS,
  MAX_TEXT_CHARACTERS,
  type OnboardingRequest,
} from '../../contract/request.js';
import { policySchema } from './policy.js';
import { returnUrlSchema } from './return-url.js';
import { INKED_TEXT, trimmedText } from './texts.js';

const AADHAAR = 'Aadhaar Card';

const freeText = (field: (typeof FREE_TEXTS)[number]) =>
  z
    .exactOptional(trimmedText(MAX_TEXT_CHARACTERS))
    .describe(`${meaningOf(field)} 1 to ${MAX_TEXT_CHARACTERS} characters after trimming.`);
const freeTexts = Object.fromEntries(FREE_TEXTS.map((field) => [field, freeText(field)])) as Record<
  (typeof FREE_TEXTS)[number],
  ReturnType<typeof freeText>
>;

/** The contract's words as a sentence. */
function meaningOf(field: keyof OnboardingRequest): string {
  const meaning = FIELD_MEANINGS[field];
  return `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}.`;
}

/** What starts an onboarding over HTTP: the contract's request, and what is for the page alone. */
export type StartBody = OnboardingRequest & { returnUrl?: string };

/** Shape of that body: beside `returnUrl` it accepts what the contract's validator accepts. */
export const onboardingRequestSchema = z
  .strictObject({
    mobileNumber: z
      .string()
      .regex(/^[6-9][0-9]{9}$/)
      .describe(meaningOf('mobileNumber')),
    name: trimmedText(MAX_NAME_CHARACTERS).describe(
      `${meaningOf('name')} 1 to ${MAX_NAME_CHARACTERS} characters after trimming.`,
    ),
    latlong: z
      .string()
      .min(1)
      .max(40)
      .regex(INKED_TEXT)
      .describe(`${meaningOf('latlong')} At most 40 characters, not only spaces.`),
    publicIP: z
      .string()
      .refine(isIpAddress)
      .meta({ description: meaningOf('publicIP'), anyOf: [{ format: 'ipv4' }, { format: 'ipv6' }] }),
    ...freeTexts,
    pincode: z.exactOptional(z.string().regex(/^[1-9][0-9]{5}$/)).describe(meaningOf('pincode')),
    ovdType: z
      .exactOptional(
        trimmedText(MAX_TEXT_CHARACTERS)
          .refine((type) => type.trim().toLowerCase() !== 'bioauth')
          .meta({ not: { pattern: '[bB][iI][oO][aA][uU][tT][hH]' } }),
      )
      .describe(meaningOf('ovdType')),
    clientCode: z.exactOptional(z.string().regex(/^[A-Za-z0-9]{1,8}$/)).describe(meaningOf('clientCode')),
    policy: z.exactOptional(policySchema),
    returnUrl: z.exactOptional(returnUrlSchema),
  })
  .refine(({ ovdType, ovdData }) => (ovdType === undefined) === (ovdData === undefined))
  .refine(({ ovdType, ovdData = '' }) => ovdType !== AADHAAR || /^[0-9]{12}$/.test(ovdData))
  .meta({
    description: 'What is known about the customer. Anything else than these fields is refused.',
    examples: [
      { mobileNumber: '9876543210', name: 'Asha Rao', latlong: '12.97,77.59', publicIP: '203.0.113.7' },
      {
        mobileNumber: '9876543211',
        name: 'Asha Rao',
        latlong: '12.97,77.59',
        publicIP: '2001:db8::7',
        ovdType: AADHAAR,
        ovdData: '234123412346',
        clientCode: 'P1234567',
        policy: { sendOtp: true },
      },
    ],
    dependentRequired: { ovdType: ['ovdData'], ovdData: ['ovdType'] },
    if: { required: ['ovdType'], properties: { ovdType: { const: AADHAAR } } },
    then: { properties: { ovdData: { pattern: '^[0-9]{12}$' } } },
  }) satisfies z.ZodType<Omit<OnboardingRequest, 'policy'>>;
