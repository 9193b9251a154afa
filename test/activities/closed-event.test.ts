import { expect, test } from 'vitest';
import { closedEvent } from '../../src/activities/closed-event.js';
import type { OnboardingResult } from '../../src/contract/result.js';

const RUN = { workflowId: 'onboarding-1', runId: 'run-1' };
const closedAt = new Date('2026-01-02T03:04:05.678Z');
const IDS = { onboardingId: 'onboarding-1.run-1', ...RUN };
const REJECTED: OnboardingResult = { outcome: 'rejected', reason: 'Asha Rao is blocked' };
const ENVELOPE = { type: 'onboarding.closed', timestamp: '2026-01-02T03:04:05.678Z' };

test('completed: the outcome, and nothing personal', () => {
  const event = closedEvent(RUN, { execution: 'completed', closedAt, result: REJECTED }, { includeRecord: false });
  expect(event).toEqual({ ...ENVELOPE, data: { ...IDS, execution: 'completed', outcome: 'rejected' } });
});

test('with the record: the whole result', () => {
  const event = closedEvent(RUN, { execution: 'completed', closedAt, result: REJECTED }, { includeRecord: true });
  expect(event.data).toEqual({ ...IDS, execution: 'completed', outcome: 'rejected', result: REJECTED });
});

test.each(['failed', 'cancelled', 'terminated', 'timedOut'] as const)('%s: no outcome and no result', (execution) => {
  const event = closedEvent(RUN, { execution, closedAt }, { includeRecord: true });
  expect(event).toEqual({ ...ENVELOPE, data: { ...IDS, execution } });
});

test.each([
  ['onboarding-1', 'onboarding-1.run-1'],
  ['a foreign/id?', 'a%20foreign%2Fid%3F.run-1'],
])('with the gateway’s address: where the result of %s is', (workflowId, part) => {
  const settings = { includeRecord: false, gatewayUrl: new URL('https://onboarding.example') };
  const event = closedEvent({ workflowId, runId: 'run-1' }, { execution: 'completed', closedAt }, settings);
  expect(event.data.resultUrl).toBe(`https://onboarding.example/v1/onboardings/${part}/result`);
});
