import { expect, test } from 'vitest';
import { flagKey, REQUEST_FLAGS, requestFrom } from '../../src/cli/request-input.js';
import { UsageError } from '../../src/cli/usage-error.js';
import { validateOnboardingRequest } from '../../src/contract/validate-request.js';

const FLAGS = {
  mobileNumber: '9876543210',
  name: 'Asha Rao',
  latlong: '12.97,77.59',
  publicIp: '203.0.113.7',
  username: 'agent',
  address: 'Somewhere 1',
  pincode: '560001',
  ovdType: 'Aadhaar Card',
  ovdData: '234123412346',
  paramA: 'a',
  paramB: 'b',
  paramC: 'c',
  clientCode: 'C1234',
  policy: '{"otpLength":4}',
};

test('every flag fills its field', () => {
  const { publicIp, policy: _policy, ...others } = FLAGS;
  expect(requestFrom(FLAGS, undefined)).toEqual({ ...others, publicIP: publicIp, policy: { otpLength: 4 } });
});

test('there is a flag for every field of a request', () => {
  const request = requestFrom(FLAGS, undefined);
  expect(validateOnboardingRequest(request).ok).toBe(true);
  const fields = REQUEST_FLAGS.map(([, field]) => field);
  expect(fields).toEqual(Object.keys(request as object));
});

test('a flag goes over the same field of the input, and the other fields stay', () => {
  const input = JSON.stringify({ mobileNumber: '9000000000', name: 'Input', latlong: '1,2' });
  expect(requestFrom({ name: 'Flag' }, input)).toEqual({ mobileNumber: '9000000000', name: 'Flag', latlong: '1,2' });
});

test('an input of any JSON shape is left to the validator, flags or not', () => {
  expect(requestFrom({}, 'null')).toBeNull();
  expect(requestFrom({ name: 'Flag' }, '[]')).toEqual([]);
});

test.each<[Record<string, string>, string | undefined, string]>([
  [{}, '{"name":"Asha', 'The input must be JSON'],
  [{ policy: 'Asha' }, undefined, '--policy must be JSON'],
])('broken JSON is named without a word of it: %j %j', (flags, input, message) => {
  expect(() => requestFrom(flags, input)).toThrow(new UsageError(message));
});

test.each([
  ['--public-ip <address>', 'publicIp'],
  ['--param-a <text>', 'paramA'],
  ['--name <name>', 'name'],
])('commander calls %s %s', (flag, key) => {
  expect(flagKey(flag)).toBe(key);
});
