import { describe, expect, test } from 'vitest';
import { describeProblems, validateOnboardingRequest } from '../../src/contract/validate-request.js';

const REQUEST = { mobileNumber: '9876543210', name: 'Asha Rao', latlong: '12.97,77.59', publicIP: '203.0.113.7' };
const OVD = { ovdType: 'Aadhaar Card', ovdData: '234123412346' };

/** The names of the wrong fields, in the order of the problems. */
function wrongFields(request: unknown): string[] {
  const validation = validateOnboardingRequest(request);
  return validation.ok ? [] : validation.problems.map(({ field }) => field);
}

describe('accepted', () => {
  test.each<[string, Record<string, unknown>]>([
    ['the four required fields alone', {}],
    ['the least mobile number 6000000000', { mobileNumber: '6000000000' }],
    ['the greatest mobile number 9999999999', { mobileNumber: '9999999999' }],
    ['a name of 1 character', { name: 'A' }],
    ['a name of 100 characters', { name: 'a'.repeat(100) }],
    ['a name of 100 characters with spaces around it', { name: `  ${'a'.repeat(100)}\n` }],
    ['a name of 100 characters beyond the basic plane', { name: '𑀅'.repeat(100) }],
    ['a name in Devanagari', { name: 'आशा राव' }],
    ['latlong of 40 characters', { latlong: '1'.repeat(40) }],
    ['latlong in any syntax', { latlong: '123.23.24_123.43.5' }],
    ['an IPv6 address', { publicIP: '2001:db8::1' }],
    ['an IPv4-mapped IPv6 address', { publicIP: '::ffff:203.0.113.7' }],
    ['a username', { username: 'agent1' }],
    ['an address of 350 characters', { address: 'a'.repeat(350) }],
    ['pincode 100000', { pincode: '100000' }],
    ['paramA, paramB and paramC', { paramA: 'a', paramB: 'b', paramC: 'c' }],
    ['an Aadhaar number of 12 digits', OVD],
    ['another document with data of any form', { ovdType: 'Passport', ovdData: 'J8369854' }],
    ['a client code of 1 character', { clientCode: 'S' }],
    ['a client code of 8 letters and digits', { clientCode: 'aB345678' }],
    ['an empty policy', { policy: {} }],
    ['an optional field that is undefined', { username: undefined, policy: undefined }],
  ])('%s', (_what, fields) => {
    expect(validateOnboardingRequest({ ...REQUEST, ...fields })).toMatchObject({ ok: true });
  });
});

describe('refused, naming the field', () => {
  test.each<[string, string, unknown]>([
    ['mobileNumber', 'nine digits', '987654321'],
    ['mobileNumber', 'eleven digits', '98765432101'],
    ['mobileNumber', 'a first digit of 5', '5876543210'],
    ['mobileNumber', 'a country code', '+919876543210'],
    ['mobileNumber', 'a line end after it', '9876543210\n'],
    ['mobileNumber', 'a space before it', ' 9876543210'],
    ['mobileNumber', 'Devanagari digits', '९८७६५४३२१०'],
    ['mobileNumber', 'the empty text', ''],
    ['name', 'the empty text', ''],
    ['name', 'spaces only', ' \t\n'],
    ['name', '101 characters', 'a'.repeat(101)],
    ['name', '101 characters beyond the basic plane', '𑀅'.repeat(101)],
    ['name', 'a million characters', 'a'.repeat(1_000_000)],
    ['latlong', 'the empty text', ''],
    ['latlong', 'spaces only', '   '],
    ['latlong', '41 characters', '1'.repeat(41)],
    ['publicIP', 'a host name', 'example.com'],
    ['publicIP', 'an octet of 256', '203.0.113.256'],
    ['publicIP', 'a port after it', '203.0.113.7:80'],
    ['publicIP', 'a zone', 'fe80::1%eth0'],
    ['publicIP', 'the empty text', ''],
    ['username', 'the empty text', ''],
    ['username', 'spaces only', '  '],
    ['address', '351 characters', 'a'.repeat(351)],
    ['address', 'spaces only', '  '],
    ['pincode', 'a first digit of 0', '051002'],
    ['pincode', 'five digits', '75100'],
    ['pincode', 'seven digits', '7510021'],
    ['pincode', 'a line end after it', '751002\n'],
    ['paramA', '351 characters', 'a'.repeat(351)],
    ['paramB', 'the empty text', ''],
    ['paramC', '351 characters', 'a'.repeat(351)],
    ['clientCode', 'the empty text', ''],
    ['clientCode', 'nine characters', 'S00020000'],
    ['clientCode', 'a hyphen', 'S-0002'],
    ['clientCode', 'an accented letter', 'S0002é'],
    ['policy', 'null', null],
    ['policy', 'an array', []],
    ['policy', 'a text', '{}'],
  ])('%s: %s', (field, _what, value) => {
    expect(wrongFields({ ...REQUEST, [field]: value })).toEqual([field]);
  });

  const TEXT_FIELDS = 'mobileNumber name latlong publicIP username address pincode paramA paramB paramC clientCode';
  test.each(TEXT_FIELDS.split(' '))('%s: null, a number, a boolean, an array or an object for a text', (field) => {
    for (const value of [null, 9_876_543_210, true, ['9876543210'], { text: 'a' }]) {
      expect(wrongFields({ ...REQUEST, [field]: value }), JSON.stringify(value)).toEqual([field]);
    }
  });

  test.each(Object.keys(REQUEST))('%s: missing', (field) => {
    expect(wrongFields({ ...REQUEST, [field]: undefined })).toEqual([field]);
    expect(wrongFields(Object.fromEntries(Object.entries(REQUEST).filter(([name]) => name !== field)))).toEqual([
      field,
    ]);
  });

  test.each([
    ['null', null],
    ['undefined', undefined],
    ['an array with a request', [REQUEST]],
    ['a JSON text', JSON.stringify(REQUEST)],
    ['a number', 1],
    ['a Map', new Map(Object.entries(REQUEST))],
  ])('the whole request: %s', (_what, request) => {
    expect(wrongFields(request)).toEqual(['request']);
  });

  test.each(['mobilenumber', 'otp', 'constructor', 'toString'])('an unknown field %s', (field) => {
    expect(wrongFields({ ...REQUEST, [field]: 'x' })).toEqual([field]);
  });

  test('a field named __proto__, as JSON can bring it', () => {
    expect(wrongFields(JSON.parse(`{"__proto__":{},${JSON.stringify(REQUEST).slice(1)}`))).toEqual(['__proto__']);
  });

  test('an unknown field whose name is no name is counted, and its name, which may be data, is not told', () => {
    expect(wrongFields({ ...REQUEST, '9876543210': 'x' })).toEqual(['(unprintable name)']);
    expect(wrongFields({ ...REQUEST, ['a'.repeat(41)]: 'x' })).toEqual(['(unprintable name)']);
  });

  test('of 10,000 unknown fields 20 are named and the rest is counted', () => {
    const unknown = Object.fromEntries(Array.from({ length: 10_000 }, (_value, index) => [`f${index}`, 1]));
    const validation = validateOnboardingRequest({ ...REQUEST, ...unknown });
    if (validation.ok) throw new Error('It was accepted.');
    expect(validation.problems).toHaveLength(21);
    expect(validation.problems.at(-1)).toMatchObject({
      field: '(others)',
      problem: expect.stringMatching(/^9980 /) as string,
    });
  });
});

describe('ovdType and ovdData', () => {
  test.each([
    ['ovdType without ovdData', { ovdType: 'Passport' }, ['ovdData']],
    ['ovdData without ovdType', { ovdData: 'J8369854' }, ['ovdType']],
    ['an Aadhaar number of 11 digits', { ...OVD, ovdData: '23412341234' }, ['ovdData']],
    ['an Aadhaar number of 13 digits', { ...OVD, ovdData: '2341234123466' }, ['ovdData']],
    ['an Aadhaar number with spaces', { ...OVD, ovdData: '2341 2341 2346' }, ['ovdData']],
    ['an Aadhaar number as a number', { ...OVD, ovdData: 234_123_412_346 }, ['ovdData']],
    ['null for ovdType', { ...OVD, ovdType: null }, ['ovdType']],
    ['null for ovdData', { ...OVD, ovdData: null }, ['ovdData']],
    ['an empty ovdType', { ...OVD, ovdType: '' }, ['ovdType']],
    ['an ovdData of 351 characters', { ovdType: 'Passport', ovdData: 'a'.repeat(351) }, ['ovdData']],
  ])('refused: %s', (_what, fields, expected) => {
    expect(wrongFields({ ...REQUEST, ...fields })).toEqual(expected);
  });

  test.each(['BioAuth', 'bioauth', ' BIOAUTH '])('%s is refused by name', (ovdType) => {
    const validation = validateOnboardingRequest({ ...REQUEST, ovdType, ovdData: 'x' });
    expect(validation).toMatchObject({
      ok: false,
      problems: [{ field: 'ovdType', problem: expect.stringContaining('BioAuth') as string }],
    });
  });
});

test('the name of a valid request is trimmed, every other text stays as it was given', () => {
  const address = ' 12 Lake View ';
  expect(validateOnboardingRequest({ ...REQUEST, name: '  Asha Rao\n', address })).toMatchObject({
    ok: true,
    request: { name: 'Asha Rao', address },
  });
});

test('several wrong fields are all named, in one line', () => {
  const validation = validateOnboardingRequest({ ...REQUEST, mobileNumber: '1', name: '', policy: { otpLength: 3 } });
  if (validation.ok) throw new Error('It was accepted.');
  const line = describeProblems(validation.problems);
  expect(line).toBe(
    'mobileNumber must be a string of ten digits, the first 6 to 9; name must be a text of 1 to 100 characters; ' +
      'policy.otpLength must be a whole number from 4 to 10',
  );
});
