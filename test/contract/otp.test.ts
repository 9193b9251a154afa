import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readOtp } from '../../src/contract/otp.js';

test.each([
  ['six digits', { otp: '123456' }],
  ['leading zeros', { otp: '000001' }],
  ['a field that means nothing to us', { otp: '123456', channel: 'web' }],
])('a code: %s', (_what, submission) => {
  expect(readOtp(submission, 6)).toBe(submission.otp);
});

test.each<[string, unknown]>([
  ['five digits', { otp: '12345' }],
  ['seven digits', { otp: '1234567' }],
  ['the empty text', { otp: '' }],
  ['a letter', { otp: '12345a' }],
  ['a space before it', { otp: ' 123456' }],
  ['a line end in place of a digit', { otp: '12345\n' }],
  ['a line end after it', { otp: '123456\n' }],
  ['a minus', { otp: '-12345' }],
  ['an exponent', { otp: '1e1000' }],
  ['full-width digits', { otp: '\uff11\uff12\uff13\uff14\uff15\uff16' }],
  ['Devanagari digits', { otp: '१२३४५६' }],
  ['digits beyond the basic plane', { otp: '𝟏𝟐𝟑' }],
  ['a number', { otp: 123456 }],
  ['an array', { otp: ['123456'] }],
  ['a String object', { otp: new String('123456') }],
  ['null for the code', { otp: null }],
  ['no code', {}],
  ['another spelling', { OTP: '123456' }],
  ['the bare code', '123456'],
  ['a number alone', 123456],
  ['an array of submissions', [{ otp: '123456' }]],
  ['null', null],
  ['undefined', undefined],
])('no code: %s', (_what, submission) => {
  expect(readOtp(submission, 6)).toBeUndefined();
});

test.each([4, 10])('a code of %d digits is as long as the policy says, and no other is', (otpLength) => {
  const digits = '1234567890123';
  for (let length = 1; length <= digits.length; length += 1) {
    const otp = digits.slice(0, length);
    expect(readOtp({ otp }, otpLength)).toBe(length === otpLength ? otp : undefined);
  }
});

test('any text is a code exactly where it is otpLength of the digits 0 to 9', () => {
  const digits = fc.stringMatching(/^[0-9]{3,11}$/);
  const text = fc.oneof(digits, fc.string({ unit: 'binary', maxLength: 11 }), fc.string({ maxLength: 11 }));
  fc.assert(
    fc.property(text, fc.integer({ min: 4, max: 10 }), (otp, otpLength) => {
      const isCode = otp.length === otpLength && Array.from(otp).every((character) => '0123456789'.includes(character));
      expect(readOtp({ otp }, otpLength)).toBe(isCode ? otp : undefined);
    }),
  );
});

test('nothing of any shape makes it throw', () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true }), (submission) => {
      const otp = readOtp(submission, 6);
      expect(otp === undefined || /^[0-9]{6}$/.test(otp)).toBe(true);
    }),
  );
});
