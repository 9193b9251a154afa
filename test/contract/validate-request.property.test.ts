import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { POLICY_BOUNDS, POLICY_DEFAULTS } from '../../src/contract/policy.js';
import { describeProblems, validateOnboardingRequest, validatePolicy } from '../../src/contract/validate-request.js';

/** Characters as people count them, with at least one that is no space. */
const text = (maxLength: number) =>
  fc.string({ unit: 'binary', minLength: 1, maxLength }).filter((value) => value.trim() !== '');

const policy = fc
  .record(
    {
      sendOtp: fc.boolean(),
      notify: fc.boolean(),
      ...Object.fromEntries(Object.entries(POLICY_BOUNDS).map(([name, bounds]) => [name, fc.integer(bounds)])),
    },
    { requiredKeys: [] },
  )
  .filter((candidate) => validatePolicy(candidate).length === 0);
const ovd = fc.oneof(
  fc.constant({}),
  fc.stringMatching(/^[0-9]{12}$/).map((ovdData) => ({ ovdType: 'Aadhaar Card', ovdData })),
  text(350).map((ovdData) => ({ ovdType: 'Passport', ovdData })),
);
const plainRequest = fc.record(
  {
    mobileNumber: fc.stringMatching(/^[6789][0-9]{9}$/),
    name: text(100),
    latlong: fc.string({ minLength: 1, maxLength: 40 }).filter((value) => value.trim() !== ''),
    publicIP: fc.oneof(fc.ipV4(), fc.ipV6()),
    username: text(350),
    address: text(350),
    pincode: fc.stringMatching(/^[123456789][0-9]{5}$/),
    paramA: text(350),
    paramB: text(350),
    paramC: text(350),
    clientCode: fc.stringMatching(/^[A-Za-z0-9]{1,8}$/),
    policy,
  },
  { requiredKeys: ['mobileNumber', 'name', 'latlong', 'publicIP'] },
);
const validRequest = fc.tuple(plainRequest, ovd).map(([request, document]) => ({ ...request, ...document }));

const FIELDS = [
  ...['mobileNumber', 'name', 'latlong', 'publicIP', 'username', 'address', 'pincode', 'ovdType', 'ovdData'],
  ...['paramA', 'paramB', 'paramC', 'clientCode', 'policy'],
];

describe('a valid request', () => {
  test('is accepted as it is, but for the trimmed name and the whole policy', () => {
    fc.assert(
      fc.property(validRequest, (request) => {
        expect(validateOnboardingRequest(request)).toEqual({
          ok: true,
          request: { ...request, name: request.name.trim(), policy: { ...POLICY_DEFAULTS, ...request.policy } },
        });
      }),
    );
  });

  test('is accepted again once it is valid: the check changes nothing a second time', () => {
    fc.assert(
      fc.property(validRequest, (request) => {
        const first = validateOnboardingRequest(request);
        if (!first.ok) throw new Error(describeProblems(first.problems));
        expect(validateOnboardingRequest(first.request)).toEqual(first);
      }),
    );
  });

  test('with one field of another type is refused, naming that field', () => {
    const otherType = fc.oneof(fc.constant(null), fc.integer(), fc.boolean(), fc.array(fc.string()));
    fc.assert(
      fc.property(validRequest, fc.constantFrom(...FIELDS), otherType, (request, field, value) => {
        const validation = validateOnboardingRequest({ ...request, [field]: value });
        if (validation.ok) throw new Error('It was accepted.');
        expect(validation.problems.map((problem) => problem.field)).toContain(field);
      }),
    );
  });

  test('with one further field is refused, naming that field', () => {
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,39}$/).filter((field) => !FIELDS.includes(field));
    fc.assert(
      fc.property(validRequest, name, fc.jsonValue(), (request, field, value) => {
        const further = Object.fromEntries([...Object.entries(request), [field, value]]);
        expect(validateOnboardingRequest(further)).toMatchObject({ ok: false, problems: [{ field }] });
      }),
    );
  });
});

test('nothing of any shape makes it throw, and what it accepts has the four required texts', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything({ withNullPrototype: true }), fc.jsonValue()), (value) => {
      const validation = validateOnboardingRequest(value);
      if (!validation.ok) {
        expect(validation.problems.length).toBeGreaterThan(0);
        expect(validation.problems.every(({ field, problem }) => field !== '' && problem !== '')).toBe(true);
      }
    }),
  );
});

test('no problem tells a value', () => {
  // A value of letters that stand in no message of ours.
  const secret = fc.stringMatching(/^[QZ7]{6,400}$/);
  const wrong = fc.dictionary(fc.constantFrom(...FIELDS, 'other', 'further'), fc.oneof(secret, fc.array(secret)));
  fc.assert(
    fc.property(wrong, secret, (request, policyValue) => {
      const validation = validateOnboardingRequest({ ...request, policy: { otpLength: policyValue } });
      if (validation.ok) throw new Error('It was accepted.');
      expect(JSON.stringify(validation.problems)).not.toMatch(/[QZ7]{6}/);
    }),
  );
});

test('a huge request makes a small error', () => {
  const huge = Object.fromEntries(FIELDS.map((field) => [field, 'x'.repeat(100_000)]));
  const unknown = Object.fromEntries(Array.from({ length: 5_000 }, (_value, index) => [`unknown${index}`, '']));
  const validation = validateOnboardingRequest({ ...huge, ...unknown });
  if (validation.ok) throw new Error('It was accepted.');
  expect(JSON.stringify(validation.problems).length).toBeLessThan(5_000);
});
