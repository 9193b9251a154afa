import { expect, test } from 'vitest';
import { preferredLanguage } from '../../../src/gateway/page/preferred-language.js';

test.each([
  ['hi-IN,en-IN;q=0.9', 'hi'],
  ['ta-IN,hi;q=0.8', 'hi'],
  ['en-IN,hi-IN;q=0.9', 'en'],
  ['en;q=0.5, HI;q=0.7', 'hi'],
  ['hi;q=0, en;q=0.1', 'en'],
  ['ta-IN', undefined],
  ['*', undefined],
  ['', undefined],
  [undefined, undefined],
])('Accept-Language %j prefers %s', (header, language) => {
  expect(preferredLanguage(header, ['en', 'hi'])).toBe(language);
});
