import { randomUUID } from 'node:crypto';
import { defineSearchAttributeKey, SearchAttributeType, type SearchAttributePair } from '@temporalio/common';
import { expect, test } from 'vitest';
import {
  ONBOARD_CUSTOMER_WORKFLOW,
  RESEND_OTP_SIGNAL,
  SEARCH_ATTRIBUTES,
  SUBMIT_OTP_SIGNAL,
  VERIFY_OTP_UPDATE,
} from '../../src/contract/names.js';
import { Onboarding, type OnboardingHandle } from '../support/onboarding.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { clientSending, ODD_PAYLOADS } from '../support/raw-client.js';
import { RealServerSuite } from '../support/real-server.js';
import { updateFailureType } from '../support/update-failure.js';
import { expectNoWorkflowTaskFailed } from '../support/workflow-history.js';

// The test server of the other files is not the server that is used: what it takes or refuses may differ.
const suite = RealServerSuite.use();

test('odd payloads and unknown signals of every kind block nothing: the right code registers', async () => {
  const customer = suite.newCustomer();
  const onboarding = await customer.onboard();
  await onboarding.untilStage('awaitingOtp');
  for (const payload of Object.values(ODD_PAYLOADS)) {
    const handle = clientSending(suite.harness.client, payload).workflow.getHandle(onboarding.handle.workflowId);
    for (const signal of [SUBMIT_OTP_SIGNAL, RESEND_OTP_SIGNAL, 'submitOTP', '__temporal_x']) {
      await handle.signal(signal, RIGHT_OTP);
    }
    const update = handle.executeUpdate<unknown, [unknown]>(VERIFY_OTP_UPDATE, { args: [RIGHT_OTP] });
    expect(await updateFailureType(update)).toBe('OtpMalformed');
  }
  expect(await onboarding.verify(RIGHT_OTP)).toEqual({ result: 'registered', attemptsLeft: 5 });
  expect((await onboarding.result()).outcome).toBe('registered');
  expect(customer.count('processCustomerRegistration')).toBe(1);
  await expectNoWorkflowTaskFailed(onboarding.handle);
});

test.each(Object.entries(ODD_PAYLOADS))(
  'a request as a payload with %s ends as InvalidRequest',
  async (_what, payload) => {
    const workflowId = `onboarding-${randomUUID()}`;
    await clientSending(suite.harness.client, payload).workflow.start(ONBOARD_CUSTOMER_WORKFLOW, {
      workflowId,
      taskQueue: suite.harness.taskQueue,
      args: [{}],
    });
    const handle: OnboardingHandle = suite.harness.client.workflow.getHandle(workflowId);
    expect((await new Onboarding(handle).failure()).type).toBe('InvalidRequest');
    await expectNoWorkflowTaskFailed(handle);
  },
);

test('the search attributes have the types that the contract names', async () => {
  const onboarding = await suite.newCustomer().onboard();
  const { otp } = await onboarding.untilStage('awaitingOtp');
  const shown = async () => {
    const { typedSearchAttributes } = await onboarding.handle.describe();
    return typedSearchAttributes.getAll().filter(({ key }) => Object.hasOwn(SEARCH_ATTRIBUTES, key.name));
  };
  const stage = defineSearchAttributeKey('OnboardingStage', SearchAttributeType.KEYWORD);
  const deadline = defineSearchAttributeKey('OnboardingOtpDeadline', SearchAttributeType.DATETIME);
  expect(sorted(await shown())).toEqual([
    { key: deadline, value: new Date(otp?.deadline ?? '') },
    { key: stage, value: 'awaitingOtp' },
  ]);

  await onboarding.submit(RIGHT_OTP);
  await onboarding.result();
  expect(sorted(await shown())).toEqual([
    { key: defineSearchAttributeKey('OnboardingOutcome', SearchAttributeType.KEYWORD), value: 'registered' },
    { key: stage, value: 'closed' },
  ]);
});

function sorted(pairs: SearchAttributePair[]): SearchAttributePair[] {
  return pairs.sort((left, right) => left.key.name.localeCompare(right.key.name));
}
