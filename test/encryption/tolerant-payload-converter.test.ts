import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { expect, test } from 'vitest';
import { readOtp } from '../../src/contract/otp.js';
import { validateOnboardingRequest } from '../../src/contract/validate-request.js';
import { payloadConverter, UNREADABLE_PAYLOAD } from '../../src/encryption/tolerant-payload-converter.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const payload = (encoding: string, data?: string): Payload => ({
  metadata: { encoding: bytes(encoding) },
  ...(data !== undefined && { data: bytes(data) }),
});

test.each<[string, Payload]>([
  ['an unknown encoding', payload('foo/bar', '{"otp":"123456"}')],
  ['an encrypted payload', payload('binary/encrypted', 'x')],
  ['broken JSON', payload('json/plain', '{"otp":')],
  ['JSON without data', payload('json/plain')],
  ['no encoding', { metadata: {}, data: bytes('{}') }],
  ['no metadata', { data: bytes('{}') }],
])('%s becomes the marker', (_case, broken) => {
  expect(payloadConverter.fromPayload(broken)).toBe(UNREADABLE_PAYLOAD);
});

test.each([{ otp: '123456' }, 'text', 1, null, [1, 2], undefined, { nested: { list: [true] } }])(
  '%j is converted as by the default converter',
  (value) => {
    const converted = payloadConverter.toPayload(value);
    expect(converted).toEqual(defaultPayloadConverter.toPayload(value));
    expect(payloadConverter.fromPayload(converted)).toEqual(value);
  },
);

test('the marker is no request', () => {
  const problems = [{ field: 'request', problem: 'must be one object with the fields of a request' }];
  expect(validateOnboardingRequest(UNREADABLE_PAYLOAD)).toEqual({ ok: false, problems });
});

test('the marker is no code', () => {
  expect(readOtp(UNREADABLE_PAYLOAD, 6)).toBeUndefined();
});

test('the marker can be converted back', () => {
  expect(() => payloadConverter.toPayload(UNREADABLE_PAYLOAD)).not.toThrow();
});
