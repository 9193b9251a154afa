import { expect, test } from 'vitest';
import { InvalidRequest } from '../../src/client/errors.js';
import { workflowIdOf } from '../../src/client/workflow-id.js';

/** The bytes 0 to 31. */
const KEY = Uint8Array.from({ length: 32 }, (_byte, index) => index);

test('the id is the first 128 bits of HMAC-SHA-256 over the ten digits, as openssl computes it', () => {
  // printf %s 9876543210 | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102…1f
  const hmac = 'e4541341bb12c47c7a55203258502289c8708e7029541b0231270eb2a24760e1';
  expect(workflowIdOf('9876543210', KEY)).toBe(`onboarding-${hmac.slice(0, 32)}`);
});

test('another key gives another id', () => {
  expect(workflowIdOf('9876543210', new Uint8Array(32))).not.toBe(workflowIdOf('9876543210', KEY));
});

test.each([31, 33, 0])('a key of %i bytes is refused', (length) => {
  expect(() => workflowIdOf('9876543210', new Uint8Array(length))).toThrow(TypeError);
});

test.each(['987654321', '98765432101', '5876543210', ' 9876543210', '+919876543210', '९८७६५४३२१०'])(
  '%j is no mobile number and gets no id',
  (text) => {
    expect(() => workflowIdOf(text, KEY)).toThrow(InvalidRequest);
  },
);

test('the error about a mobile number does not repeat it', () => {
  let message = '';
  try {
    workflowIdOf('5876543210', KEY);
  } catch (error) {
    message = String(error);
  }
  expect(message).toContain('mobileNumber must be');
  expect(message).not.toContain('5876543210');
});
