import { expect, test } from 'vitest';
import { formatOnboardingId, parseOnboardingId } from '../../src/contract/onboarding-id.js';
import { loggableId } from '../../src/gateway/onboarding-address.js';

const WORKFLOW_ID = `onboarding-${'a1'.repeat(16)}`;
const RUN_ID = '01a2007f-bf5a-7c56-9b5f-9352d67899b5';

test('an id is the workflow id, a dot and the run id', () => {
  const run = { workflowId: WORKFLOW_ID, runId: RUN_ID };
  expect(formatOnboardingId(run)).toBe(`${WORKFLOW_ID}.${RUN_ID}`);
  expect(parseOnboardingId(`${WORKFLOW_ID}.${RUN_ID}`)).toEqual(run);
});

test.each([
  [WORKFLOW_ID, { workflowId: WORKFLOW_ID }],
  ['order.42', { workflowId: 'order.42' }],
  [`order.42.${RUN_ID}`, { workflowId: 'order.42', runId: RUN_ID }],
  [RUN_ID, { workflowId: RUN_ID }],
  [`${WORKFLOW_ID}.${RUN_ID.toUpperCase()}`, { workflowId: `${WORKFLOW_ID}.${RUN_ID.toUpperCase()}` }],
])('%s is read as %j', (id, address) => {
  expect(parseOnboardingId(id)).toEqual(address);
});

test.each(['', ' ', 'a b', 'a/b', 'a"b', 'a\nb', 'क', 'x'.repeat(201), `${'x'.repeat(201)}.${RUN_ID}`])(
  '%j is no id',
  (id) => {
    expect(parseOnboardingId(id)).toBeUndefined();
  },
);

test('a log shows ids of our own form only: any other may be a mobile number in the wrong place', () => {
  expect(loggableId({ workflowId: WORKFLOW_ID, runId: RUN_ID })).toBe(`${WORKFLOW_ID}.${RUN_ID}`);
  expect(loggableId({ workflowId: WORKFLOW_ID })).toBe(WORKFLOW_ID);
  expect(loggableId({ workflowId: '9876543210' })).toBe('(foreign id)');
});
