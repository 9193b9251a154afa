import { expect, test } from 'vitest';
import { InvalidRequest } from '../../src/client/errors.js';
import {
  listQuery,
  onboardingsQuery,
  waitingForAttentionQuery,
  type OnboardingFilter,
} from '../../src/client/visibility-query.js';

test('without a filter every onboarding is asked for, and nothing else', () => {
  expect(onboardingsQuery({})).toBe('WorkflowType = "onboardCustomer"');
});

test('every filter narrows the query', () => {
  expect(onboardingsQuery({ stage: 'enriching', outcome: 'registered', attention: 'iifl-access' })).toBe(
    'WorkflowType = "onboardCustomer" AND OnboardingStage = "enriching" AND OnboardingOutcome = "registered" ' +
      'AND OnboardingAttention = "iifl-access"',
  );
});

test('a batch is for open onboardings alone', () => {
  expect(waitingForAttentionQuery('iserveu-unavailable')).toBe(
    'WorkflowType = "onboardCustomer" AND OnboardingAttention = "iserveu-unavailable" AND ExecutionStatus = "Running"',
  );
});

test.each([
  ['a list', listQuery({ attention: 'webhook-undelivered', outcome: 'registered' })],
  ['a batch', waitingForAttentionQuery('webhook-undelivered')],
])('%s of undelivered ends asks for the open deliveries', (_what, query) => {
  expect(query).toBe(
    'WorkflowType = "deliverOutcome" AND OnboardingAttention = "webhook-undelivered" AND ExecutionStatus = "Running"',
  );
});

test('a list for any other reason asks for onboardings', () => {
  expect(listQuery({ attention: 'iifl-access' })).toBe(onboardingsQuery({ attention: 'iifl-access' }));
});

test('words that the contract does not know are refused by field, so none can change the query', () => {
  const injection = { stage: 'closed" OR "" = "', outcome: '', attention: 'iifl' } as unknown as OnboardingFilter;
  let problems: InvalidRequest['problems'] = [];
  try {
    onboardingsQuery(injection);
  } catch (error) {
    if (error instanceof InvalidRequest) problems = error.problems;
  }
  expect(problems.map(({ field }) => field)).toEqual(['stage', 'outcome', 'attention']);
  expect(problems[0]?.problem).toBe('must be one of checking, awaitingOtp, registering, enriching, closed');
});
