import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { defaultPayloadConverter } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OnboardingPolicy } from '../../src/contract/policy.js';
import type { OnboardingRequest } from '../../src/contract/request.js';
import { failed, httpStatus } from '../support/iserveu-faults.js';
import type { Onboarding } from '../support/onboarding.js';
import { CUSTOMER, OnboardingHarness, RIGHT_OTP } from '../support/onboarding-harness.js';
import { connectToRealServer } from '../support/real-server.js';
import { TestCustomer } from '../support/test-customer.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { attributesOf, expectNoWorkflowTaskFailed } from '../support/workflow-history.js';

const PARENT_CLOSE_POLICY_ABANDON = 2; // temporal.api.enums.v1.ParentClosePolicy

let environment: TestWorkflowEnvironment;
let receiver: WebhookReceiver;
let harness: OnboardingHarness;
beforeAll(async () => {
  environment = await connectToRealServer();
  receiver = await WebhookReceiver.start();
  harness = await OnboardingHarness.start(environment, {
    environment: { ...receiver.environment, GATEWAY_PUBLIC_URL: 'https://onboarding.example' },
  });
});
afterAll(async () => {
  await harness.stop();
  await receiver.close();
  await environment.teardown();
});

let customersMade = 0;
function newCustomer(): TestCustomer {
  customersMade += 1;
  return new TestCustomer(harness, String(9_876_600_000 + customersMade));
}

/** What was said to the webhook about an onboarding that has ended, and nothing else of it. */
async function closedOf({ handle }: Onboarding) {
  const { runId, closeTime } = await handle.describe();
  const [post, ...more] = await receiver.until(runId);
  if (post === undefined) throw new Error('nothing was posted');
  expect(more).toEqual([]);
  return { post, runId, closedAt: closeTime?.toISOString(), workflowId: handle.workflowId };
}

type Play = (onboarding: Onboarding) => Promise<unknown>;
interface Ending {
  request?: Partial<OnboardingRequest>;
  policy?: Partial<OnboardingPolicy>;
  prepare?: (customer: TestCustomer) => void;
  play?: Play;
  told: object;
}

const typing: Play = async (onboarding) => {
  await onboarding.untilStage('awaitingOtp');
  await onboarding.submit(RIGHT_OTP);
};
const cancelling: Play = async (onboarding) => {
  await onboarding.untilStage('awaitingOtp');
  await onboarding.handle.cancel();
};
const completed = (outcome: string) => ({ execution: 'completed', outcome });

const ENDINGS: [string, Ending][] = [
  ['registered', { play: typing, told: completed('registered') }],
  ['alreadyRegistered', { prepare: (customer) => customer.is('verified'), told: completed('alreadyRegistered') }],
  [
    'rejected',
    {
      prepare: (customer) => customer.meets('getCustomer', failed('-1', 'Blocked by the bank'), 'always'),
      told: completed('rejected'),
    },
  ],
  ['otpExpired', { policy: { otpWaitMs: 1 }, told: completed('otpExpired') }],
  [
    'otpAttemptsExhausted',
    {
      policy: { otpMaxAttempts: 1 },
      prepare: (customer) => customer.meets('processCustomerRegistration', failed('-1', 'Invalid OTP')),
      play: typing,
      told: completed('otpAttemptsExhausted'),
    },
  ],
  [
    'abandoned',
    {
      policy: { registrationGiveUpMs: 50 },
      prepare: (customer) => customer.meets('getCustomer', httpStatus(401), 'always'),
      told: { execution: 'failed' },
    },
  ],
  ['cancelled', { play: cancelling, told: { execution: 'cancelled' } }],
];

test.each(ENDINGS)('%s: exactly this event, signed under each secret', async (_ending, { told, ...ending }) => {
  const customer = newCustomer();
  ending.prepare?.(customer);
  const onboarding = await customer.onboard(ending.request, { notify: true, ...ending.policy });
  await ending.play?.(onboarding);
  await onboarding.handle.result().catch(() => undefined);

  const { post, runId, closedAt, workflowId } = await closedOf(onboarding);
  const onboardingId = `${workflowId}.${runId}`;
  const resultUrl = `https://onboarding.example/v1/onboardings/${onboardingId}/result`;
  const event = {
    type: 'onboarding.closed',
    timestamp: closedAt,
    data: { onboardingId, workflowId, runId, ...told, resultUrl },
  };
  for (const secret of receiver.secrets) expect(receiver.verified(post, secret)).toEqual(event);
  expect(post.headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'customer-onboarding' });
  expect(post.path).toBe('/hooks/onboarding');
  await expectNoWorkflowTaskFailed(onboarding.handle);
});

test('notify false, the default: nothing is posted, and the history has no event more', async () => {
  const eventTypes = async (policy: Partial<OnboardingPolicy>) => {
    const onboarding = await newCustomer().is('verified').onboard({}, policy);
    await onboarding.result();
    const { runId } = await onboarding.handle.describe();
    const { events } = await onboarding.handle.fetchHistory();
    return { runId, types: events?.map(({ eventType }) => eventType) };
  };
  const [byDefault, told] = [await eventTypes({}), await eventTypes({ notify: false })];
  const notified = await eventTypes({ notify: true });
  expect(told.types).toEqual(byDefault.types);
  expect(notified.types).toHaveLength((told.types?.length ?? 0) + 5);
  await receiver.until(notified.runId);
  for (const { runId } of [byDefault, told]) expect(receiver.of(runId)).toEqual([]);
});

test('an invalid request: nothing is posted, whatever its policy says', async () => {
  const onboarding = await newCustomer().onboard({ publicIP: 'nowhere' }, { notify: true });
  expect((await onboarding.failure()).type).toBe('InvalidRequest');
  expect(await attributesOf(onboarding.handle, 'startChildWorkflowExecutionInitiatedEventAttributes')).toEqual([]);
});

test('the delivery holds ids alone, and outlives the onboarding', async () => {
  const onboarding = await newCustomer().is('verified').onboard({}, { notify: true });
  await onboarding.result();
  const [started] = await attributesOf(onboarding.handle, 'startChildWorkflowExecutionInitiatedEventAttributes');
  const { runId } = await onboarding.handle.describe();
  expect(started?.input?.payloads?.map((payload) => defaultPayloadConverter.fromPayload(payload))).toEqual([
    { workflowId: onboarding.handle.workflowId, runId },
  ]);
  expect(started).toMatchObject({ parentClosePolicy: PARENT_CLOSE_POLICY_ABANDON, memo: null, searchAttributes: null });
});

describe('the record', () => {
  const secretParts = (customer: TestCustomer) => [customer.mobileNumber, CUSTOMER.name, customer.clientCode];
  const onboardEnriched = async (on: OnboardingHarness, mobileNumber: string) => {
    const customer = new TestCustomer(on, mobileNumber);
    const onboarding = await customer.is('verified').onboard({ clientCode: customer.clientCode }, { notify: true });
    const result = await onboarding.result();
    expect(result.record?.enrichment).toBe('enriched');
    const { runId } = await onboarding.handle.describe();
    const [post] = await receiver.until(runId);
    if (post === undefined) throw new Error('nothing was posted');
    return { customer, result, post };
  };

  test('is not told by default: no personal value stands in the body or the headers', async () => {
    const { customer, post } = await onboardEnriched(harness, '9876700001');
    for (const part of secretParts(customer)) expect(JSON.stringify(post)).not.toContain(part);
  });

  test('is told with WEBHOOK_INCLUDE_RECORD=true, as the result has it', async () => {
    const telling = await OnboardingHarness.start(environment, {
      environment: { ...receiver.environment, WEBHOOK_INCLUDE_RECORD: 'true' },
    });
    const { result, post } = await onboardEnriched(telling, '9876700002');
    await telling.stop();
    expect(receiver.verified(post).data).toMatchObject({ outcome: 'alreadyRegistered', result });
    expect(receiver.verified(post).data).not.toHaveProperty('resultUrl');
  });
});
