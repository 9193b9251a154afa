import { expect, test } from 'vitest';
import { bearerCredential } from '../../src/http-access/credentials.js';

test.each([
  ['Bearer made-up', 'made-up'],
  ['bearer made-up', 'made-up'],
  ['BEARER   made-up  ', 'made-up'],
  [`Bearer ${'x'.repeat(8_192)}`, 'x'.repeat(8_192)],
])('%s', (header, credential) => {
  expect(bearerCredential(header)).toBe(credential);
});

test.each([
  undefined,
  '',
  'Bearer',
  'Bearer ',
  'made-up',
  'Basic made-up',
  'Bearer made-up another',
  'Bearer made\tup',
  'Bearer mäde-up',
  ' Bearer made-up',
  `Bearer ${'x'.repeat(8_193)}`,
])('%s has no credential', (header) => {
  expect(bearerCredential(header)).toBeUndefined();
});
