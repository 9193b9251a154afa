import { z } from 'zod';
import { isIpAddress } from '../../contract/ip-address.js';
import type { OnboardingRequest } from '../../contract/request.js';
import { policySchema } from './policy.js';
import { INKED_TEXT, trimmedText } from './texts.js';

const AADHAAR = 'Aadhaar Card';
const MAX_TEXT_CHARACTERS = 350;
const MAX_NAME_CHARACTERS = 100;

const optionalText = (meaning = '') =>
  z
    .exactOptional(trimmedText(MAX_TEXT_CHARACTERS))
    .describe(`${meaning}1 to ${MAX_TEXT_CHARACTERS} characters after trimming.`);

/** Shape of the body that starts an onboarding: accepts what the contract's validator accepts. */
export const onboardingRequestSchema = z
  .strictObject({
    mobileNumber: z
      .string()
      .regex(/^[6-9][0-9]{9}$/)
      .describe('Ten digits, the first 6 to 9.'),
    name: trimmedText(MAX_NAME_CHARACTERS).describe(`1 to ${MAX_NAME_CHARACTERS} characters after trimming.`),
    latlong: z
      .string()
      .min(1)
      .max(40)
      .regex(INKED_TEXT)
      .describe('Where the customer is; passed on as it is, at most 40 characters, not only spaces.'),
    publicIP: z
      .string()
      .refine(isIpAddress)
      .meta({ description: "The customer's public address.", anyOf: [{ format: 'ipv4' }, { format: 'ipv6' }] }),
    username: optionalText('iServeU agent; the worker has a default. '),
    address: optionalText(),
    pincode: z.exactOptional(z.string().regex(/^[1-9][0-9]{5}$/)).describe('Six digits, the first not 0.'),
    ovdType: z
      .exactOptional(
        trimmedText(MAX_TEXT_CHARACTERS)
          .refine((type) => type.trim().toLowerCase() !== 'bioauth')
          .meta({ not: { pattern: '[bB][iI][oO][aA][uU][tT][hH]' } }),
      )
      .describe(`Kind of document, such as \`${AADHAAR}\`; goes together with ovdData. \`BioAuth\` is refused.`),
    ovdData: optionalText(`Number of the document; 12 digits for \`${AADHAAR}\`. `),
    paramA: optionalText(),
    paramB: optionalText(),
    paramC: optionalText(),
    clientCode: z
      .exactOptional(z.string().regex(/^[A-Za-z0-9]{1,8}$/))
      .describe('IIFL client code, 1 to 8 letters or digits; absent: no profile.'),
    policy: z.exactOptional(policySchema),
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
