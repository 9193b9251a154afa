import fc from 'fast-check';
import { expect, test } from 'vitest';
import { POLICY_BOUNDS } from '../../../src/contract/policy.js';
import { validateOnboardingRequest } from '../../../src/contract/validate-request.js';
import { onboardingRequestSchema } from '../../../src/gateway/schemas/onboarding-request.js';

const VALID = { mobileNumber: '9876543210', name: 'Asha Rao', latlong: '12.97,77.59', publicIP: '203.0.113.7' };

/** Texts at and around every border: empty, spaces of many alphabets, one too long, characters of two UTF-16 units. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(' ', '\u00a0', '\u2003', '\ufeff', '\u0085', '\u200b', '\n', 'x', '\u{1f600}'),
    maxLength: 12,
  }),
  fc.constantFrom(0, 1, 39, 40, 41, 99, 100, 101, 349, 350, 351).map((length) => 'क'.repeat(length)),
  fc.constantFrom(49, 50, 51, 100, 101, 350, 351).map((length) => ` ${'\u{1f600}'.repeat(length)} `),
  fc.constantFrom(
    'BioAuth',
    ' bioauth\n',
    'Aadhaar Card',
    ' Aadhaar Card',
    '234123412346',
    '23412341234',
    '560001',
    '056001',
  ),
  fc.constantFrom(
    '9876543210',
    '5876543210',
    '9876543210\n',
    '203.0.113.7',
    '::1',
    'fe80::1%eth0',
    '1.2.3.4.5',
    '\ud800',
  ),
);
const number = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, 1, 100, 101, 2_592_000_000, 2_592_000_001, 4, 10, 11, 1.5, Number.MAX_SAFE_INTEGER),
);
const value = fc.oneof(
  text,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.array(text, { maxLength: 2 }),
  fc.object({ maxDepth: 1 }),
);

const policy = fc.dictionary(
  fc.constantFrom('sendOtp', ...Object.keys(POLICY_BOUNDS), 'unknown'),
  fc.oneof(number, fc.boolean(), value),
  {
    maxKeys: 4,
  },
);
const FIELDS = [
  ...Object.keys(VALID),
  ...['username', 'address', 'pincode', 'ovdType', 'ovdData', 'paramA', 'paramB', 'paramC', 'clientCode', 'middleName'],
];
const changes = fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 4 });
const request = fc
  .tuple(fc.constantFrom(...Object.keys(VALID), ''), changes, fc.option(fc.oneof(policy, value), { nil: undefined }))
  .map(([missing, changed, policyOrNot]): unknown => {
    const whole = { ...VALID, ...(policyOrNot !== undefined && { policy: policyOrNot }) };
    const isMissing = (field: string) => field === missing && Object.keys(changed).length % 3 === 2;
    return { ...Object.fromEntries(Object.entries(whole).filter(([field]) => !isMissing(field))), ...changed };
  });

const areOneMind = (candidate: unknown) => {
  expect(onboardingRequestSchema.safeParse(candidate).success).toBe(validateOnboardingRequest(candidate).ok);
};

test('the HTTP schema accepts what the validator of the contract accepts, and nothing else', () => {
  fc.assert(fc.property(fc.oneof(request, value), areOneMind), { numRuns: 3_000 });
});

test('the same for each single field with any value, so that both answers occur often', () => {
  fc.assert(
    fc.property(fc.constantFrom(...FIELDS), text, (field, given) => {
      areOneMind({ ...VALID, [field]: given });
      areOneMind({ ...VALID, ovdType: 'Aadhaar Card', ovdData: given });
      areOneMind({ ...VALID, ovdType: given, ovdData: '234123412346' });
    }),
    { numRuns: 3_000 },
  );
});

test('the same at the bounds of every policy field', () => {
  for (const [field, { min, max }] of Object.entries(POLICY_BOUNDS)) {
    for (const given of [min - 1, min, max, max + 1, min + 0.5]) areOneMind({ ...VALID, policy: { [field]: given } });
  }
});
