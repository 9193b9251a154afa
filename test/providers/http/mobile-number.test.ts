import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSameMobileNumber } from '../../../src/providers/http/mobile-number.js';

const MOBILE = '9876543210';

test.each([
  '9876543210',
  '+919876543210',
  '919876543210',
  '09876543210',
  '+91 98765 43210',
  '+91-98765-43210',
  '(+91) 98765 43210',
  ' 98765-43210 ',
  '0 98765.43210',
])('"%s" is the number 9876543210', (written) => {
  expect(isSameMobileNumber(written, MOBILE)).toBe(true);
});

test.each([
  ['another number', '9876543211'],
  ['another number with +91', '+919876543211'],
  ['a digit too few', '987654321'],
  ['a digit too many', '98765432100'],
  ['another country', '+19876543210'],
  ['91 and 0 before it', '9109876543210'],
  ['91 twice', '91919876543210'],
  ['the end of a longer number', '1239876543210'],
  ['masked', '******3210'],
  ['empty', ''],
  ['no digits', 'n/a'],
  ['missing', undefined],
])('%s is not the number 9876543210', (_what, written) => {
  expect(isSameMobileNumber(written, MOBILE)).toBe(false);
});

test('a number that itself begins with 91 keeps its first digits', () => {
  expect(isSameMobileNumber('9198765432', '9198765432')).toBe(true);
  expect(isSameMobileNumber('919198765432', '9198765432')).toBe(true);
  expect(isSameMobileNumber('98765432', '9198765432')).toBe(false);
});

test('no two different numbers are ever the same, however they are written', () => {
  const mobile = fc.stringMatching(/^[6-9]\d{9}$/);
  const prefix = fc.constantFrom('', '+91', '91', '0', '+91 ', '+91-');
  fc.assert(
    fc.property(mobile, mobile, prefix, (ours, theirs, before) => {
      expect(isSameMobileNumber(`${before}${theirs}`, ours)).toBe(ours === theirs);
      expect(isSameMobileNumber(`${before}${ours}`, ours)).toBe(true);
    }),
  );
});
