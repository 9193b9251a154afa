import { expect, test } from 'vitest';
import { checkSearchAttributes } from '../../src/contract/search-attributes.js';

const INT = 3;
const RIGHT = { OnboardingStage: 2, OnboardingOutcome: 2, OnboardingAttention: 2, OnboardingOtpDeadline: 6 };

test('all four with their types: nothing is missing or mistyped', () => {
  expect(checkSearchAttributes({ ...RIGHT, AnotherOne: INT })).toEqual({ missing: [], mistyped: [] });
});

test('none: all four are missing', () => {
  expect(checkSearchAttributes({})).toEqual({ missing: Object.keys(RIGHT), mistyped: [] });
});

test.each([
  ['OnboardingStage', INT, 'search attribute OnboardingStage is registered as Int and must be Keyword'],
  ['OnboardingAttention', 1, 'search attribute OnboardingAttention is registered as Text and must be Keyword'],
  ['OnboardingOtpDeadline', 2, 'search attribute OnboardingOtpDeadline is registered as Keyword and must be Datetime'],
  ['OnboardingOutcome', 99, 'search attribute OnboardingOutcome is registered as another type and must be Keyword'],
])('%s with the type number %d is mistyped, not missing', (name, type, sentence) => {
  expect(checkSearchAttributes({ ...RIGHT, [name]: type })).toEqual({ missing: [], mistyped: [sentence] });
});
