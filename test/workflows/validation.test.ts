import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { ONBOARD_CUSTOMER_WORKFLOW } from '../../src/contract/names.js';
import type { FieldProblem } from '../../src/contract/request.js';
import { Onboarding, type OnboardingHandle } from '../support/onboarding.js';
import { CUSTOMER, RIGHT_OTP } from '../support/onboarding-harness.js';
import { clientSending, ODD_PAYLOADS } from '../support/raw-client.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';
import { expectNoWorkflowTaskFailed, scheduledActivities } from '../support/workflow-history.js';

const suite = TimeSkippingSuite.use();

/** Starts the workflow past our client, with whatever arguments. */
async function start(args: unknown[], client = suite.harness.client): Promise<Onboarding> {
  const workflowId = `onboarding-${randomUUID()}`;
  const { taskQueue } = suite.harness;
  await client.workflow.start(ONBOARD_CUSTOMER_WORKFLOW, { workflowId, taskQueue, args });
  const handle: OnboardingHandle = suite.harness.client.workflow.getHandle(workflowId);
  return new Onboarding(handle);
}

async function expectInvalid(onboarding: Onboarding, fields: string[]): Promise<string> {
  const failure = await onboarding.failure();
  expect(failure.type).toBe('InvalidRequest');
  expect(failure.nonRetryable).toBe(true);
  const [problems] = failure.details as [FieldProblem[]];
  expect(problems.map(({ field }) => field)).toEqual(fields);
  for (const { field, problem } of problems) expect(failure.message).toContain(`${field} ${problem}`);
  expect(await scheduledActivities(onboarding.handle)).toEqual([]);
  await expectNoWorkflowTaskFailed(onboarding.handle);
  return failure.message;
}

afterEach(() => {
  expect(suite.iserveu.journal.entries).toEqual([]);
  expect(suite.iifl.journal.entries).toEqual([]);
});

describe('a request with a wrong field ends as InvalidRequest that names it', () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ['a mobile number of another country', { mobileNumber: '+4915112345678' }, ['mobileNumber']],
    ['a mobile number as a number', { mobileNumber: 9_876_543_210 }, ['mobileNumber']],
    ['null for the mobile number', { mobileNumber: null }, ['mobileNumber']],
    ['no mobile number', { mobileNumber: undefined }, ['mobileNumber']],
    ['a blank name', { name: ' \n' }, ['name']],
    ['a name of 101 characters', { name: 'a'.repeat(101) }, ['name']],
    ['no name', { name: undefined }, ['name']],
    ['latlong of 41 characters', { latlong: '1'.repeat(41) }, ['latlong']],
    ['latlong as an object', { latlong: { lat: 12.97, long: 77.59 } }, ['latlong']],
    ['no latlong', { latlong: undefined }, ['latlong']],
    ['a public address with an octet of 256', { publicIP: '203.0.113.256' }, ['publicIP']],
    ['no public address', { publicIP: undefined }, ['publicIP']],
    ['an empty username', { username: '' }, ['username']],
    ['an address of 351 characters', { address: 'a'.repeat(351) }, ['address']],
    ['a pincode with a first 0', { pincode: '051002' }, ['pincode']],
    ['a pincode as a number', { pincode: 751_002 }, ['pincode']],
    ['paramA of 351 characters', { paramA: 'a'.repeat(351) }, ['paramA']],
    ['null for paramB', { paramB: null }, ['paramB']],
    ['a list for paramC', { paramC: ['c'] }, ['paramC']],
    ['a client code of 9 characters', { clientCode: 'S00020000' }, ['clientCode']],
    ['an unknown field', { otp: RIGHT_OTP }, ['otp']],
    ['BioAuth', { ovdType: 'BioAuth', ovdData: 'PHBpZD4=' }, ['ovdType']],
    ['ovdType without ovdData', { ovdType: 'Passport' }, ['ovdData']],
    ['ovdData without ovdType', { ovdData: '234123412346' }, ['ovdType']],
    ['an Aadhaar number of 11 digits', { ovdType: 'Aadhaar Card', ovdData: '23412341234' }, ['ovdData']],
    ['null for the policy', { policy: null }, ['policy']],
    ['a list for the policy', { policy: [] }, ['policy']],
    ['a code length of 3', { policy: { otpLength: 3 } }, ['policy.otpLength']],
    ['a code length of 11', { policy: { otpLength: 11 } }, ['policy.otpLength']],
    ['a wait of 0 ms', { policy: { otpWaitMs: 0 } }, ['policy.otpWaitMs']],
    ['a wait of 30 days and 1 ms', { policy: { otpWaitMs: 2_592_000_001 } }, ['policy.otpWaitMs']],
    ['a count of 101', { policy: { otpMaxSends: 101 } }, ['policy.otpMaxSends']],
    ['a count of 1.5', { policy: { otpMaxAttempts: 1.5 } }, ['policy.otpMaxAttempts']],
    ['a count as a text', { policy: { registrationMaxTries: '3' } }, ['policy.registrationMaxTries']],
    ['sendOtp as a text', { policy: { sendOtp: 'true' } }, ['policy.sendOtp']],
    ['an unknown policy key', { policy: { otpLenght: 6 } }, ['policy.otpLenght']],
  ])('%s', async (_what, fields, wrong) => {
    await expectInvalid(await start([{ ...CUSTOMER, ...fields }]), wrong);
  });

  test('several wrong fields: all of them in one message, none of their values', async () => {
    const message = await expectInvalid(
      await start([
        {
          mobileNumber: '98765',
          name: 7_777,
          publicIP: 'host.example',
          ovdType: 'Aadhaar Card',
          ovdData: '23412341234X',
          policy: { otpLength: 77, otpWaitMs: -777 },
          nickname: 'Ashu',
        },
      ]),
      ['mobileNumber', 'name', 'latlong', 'publicIP', 'ovdData', 'policy.otpLength', 'policy.otpWaitMs', 'nickname'],
    );
    expect(message).not.toMatch(/98765|777|host\.example|2341|Ashu/);
  });
});

describe('what is no request at all ends as InvalidRequest that names `request`', () => {
  test.each<[string, unknown[]]>([
    ['null', [null]],
    ['a list with a request', [[CUSTOMER]]],
    ['a JSON text', [JSON.stringify(CUSTOMER)]],
    ['a number', [9_876_543_210]],
    ['a boolean', [true]],
    ['bytes', [new TextEncoder().encode(JSON.stringify(CUSTOMER))]],
    ['no argument', []],
  ])('%s', async (_what, args) => {
    await expectInvalid(await start(args), ['request']);
  });

  test.each(Object.entries(ODD_PAYLOADS))('a payload with %s', async (_what, payload) => {
    const client = clientSending(suite.harness.client, payload);
    await expectInvalid(await start([CUSTOMER], client), ['request']);
  });
});

test('an invalid request that a code was sent along with ends as InvalidRequest all the same', async () => {
  const workflowId = `onboarding-${randomUUID()}`;
  const handle: OnboardingHandle = await suite.harness.client.workflow.signalWithStart(ONBOARD_CUSTOMER_WORKFLOW, {
    workflowId,
    taskQueue: suite.harness.taskQueue,
    args: [{ ...CUSTOMER, name: '' }],
    signal: 'submitOtp',
    signalArgs: [{ otp: RIGHT_OTP }],
  });
  await expectInvalid(new Onboarding(handle), ['name']);
});

test('the status of an invalid request is closed, and tells nothing of the request', async () => {
  const onboarding = await start([{ ...CUSTOMER, name: '' }]);
  await onboarding.failure();
  const status = await onboarding.status();
  expect(status.stage).toBe('closed');
  expect(JSON.stringify(status)).not.toContain(CUSTOMER.mobileNumber.slice(-4));
});
