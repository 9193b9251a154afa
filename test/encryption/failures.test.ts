import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PayloadKeys } from '../../src/contract/payload-keys.js';
import type { Onboarding } from '../support/onboarding.js';
import { attributesOf } from '../support/workflow-history.js';
import { KeyedOnboardings } from './keyed-onboardings.js';
import { KEY_A } from './payloads.js';

let onboardings: KeyedOnboardings;
beforeAll(async () => {
  onboardings = await KeyedOnboardings.create();
});
afterAll(async () => {
  await onboardings.stop();
});

/** Everything that the server keeps of it, as text, with every base64 text in it also decoded. */
async function everythingKept({ handle }: Onboarding): Promise<string> {
  const history = historyToJSON(await handle.fetchHistory());
  const decoded = [...history.matchAll(/"([A-Za-z0-9+/]{8,}={0,2})"/g)].map(([, text = '']) =>
    Buffer.from(text, 'base64').toString('latin1'),
  );
  return [history, ...decoded].join('\n');
}

/** An onboarding whose request is wrong: workflow code fails. */
async function invalid(keys: PayloadKeys, mobileNumber: string): Promise<Onboarding> {
  const onboarding = await onboardings.start(keys, mobileNumber);
  await onboarding.failure();
  return onboarding;
}

/** An onboarding whose provider refuses our credentials: a call fails. */
async function refused(keys: PayloadKeys, mobileNumber: string): Promise<Onboarding> {
  const fault = { kind: 'status', status: 401 } as const;
  onboardings.worker.iserveu.scriptFault({ operation: 'getCustomer', mobileNumber, fault, times: 'always' });
  const onboarding = await onboardings.start(keys, mobileNumber);
  await onboarding.untilAttention('iserveu-access');
  await onboarding.handle.terminate('end of the test');
  return onboarding;
}

async function messagesOf({ handle }: Onboarding): Promise<unknown[]> {
  const ofWorkflow = await attributesOf(handle, 'workflowExecutionFailedEventAttributes');
  const ofCalls = await attributesOf(handle, 'activityTaskFailedEventAttributes');
  return [...ofWorkflow, ...ofCalls].map(({ failure }) => failure?.message);
}

test('with keys the server keeps the type of a workflow failure and nothing of its message and stack trace', async () => {
  await onboardings.deploy([KEY_A]);
  const onboarding = await invalid([KEY_A], '1234567890');
  const [event] = await attributesOf(onboarding.handle, 'workflowExecutionFailedEventAttributes');
  expect(event?.failure).toMatchObject({
    message: 'Encoded failure',
    stackTrace: '',
    applicationFailureInfo: { type: 'InvalidRequest' },
  });
  const kept = await everythingKept(onboarding);
  for (const word of ['ten digits', 'mobileNumber', 'acceptRequest']) expect(kept).not.toContain(word);
  // Whoever has the keys reads it.
  const { message, details, stack } = await onboarding.failure();
  expect(message).toContain('mobileNumber must be a string of ten digits');
  expect(details).toHaveLength(1);
  expect(stack).toContain('acceptRequest');
});

test('with keys the server keeps the type of a failed call and nothing of its message and stack trace', async () => {
  await onboardings.deploy([KEY_A]);
  const onboarding = await refused([KEY_A], '9876505001');
  const [event] = await attributesOf(onboarding.handle, 'activityTaskFailedEventAttributes');
  expect(event?.failure).toMatchObject({
    message: 'Encoded failure',
    stackTrace: '',
    applicationFailureInfo: { type: 'ProviderAccessDenied' },
  });
  const kept = await everythingKept(onboarding);
  for (const word of ['get-customer', 'attemptRead']) expect(kept).not.toContain(word);
});

test('with keys the reason of a refused code is told to the one who sent it', async () => {
  await onboardings.deploy([KEY_A]);
  const onboarding = await onboardings.start([KEY_A], '9876505002');
  await onboarding.untilStage('awaitingOtp');
  await expect(onboarding.verify('12')).rejects.toMatchObject({
    cause: { type: 'OtpMalformed', message: 'an OTP is exactly 6 digits' },
  });
  await onboarding.handle.terminate('end of the test');
});

test("without keys failures stay readable in Temporal's own tools", async () => {
  await onboardings.deploy('none');
  const messages = [
    ...(await messagesOf(await invalid('none', '12'))),
    ...(await messagesOf(await refused('none', '9876505003'))),
  ];
  expect(messages).toEqual([
    expect.stringContaining('mobileNumber must be a string of ten digits'),
    expect.stringContaining('get-customer: '),
  ]);
});
