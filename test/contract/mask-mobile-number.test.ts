import { expect, test } from 'vitest';
import { maskMobileNumber } from '../../src/contract/mask-mobile-number.js';

test('a mobile number shows its last 4 digits only', () => {
  expect(maskMobileNumber('9876543210')).toBe('******3210');
});
