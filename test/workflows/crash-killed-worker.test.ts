import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OtpVerification } from '../../src/contract/otp.js';
import type { Onboarding } from '../support/onboarding.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { CrashScene } from '../support/crash-scene.js';
import type { TestCustomer } from '../support/test-customer.js';

/*
 * One worker is killed while six onboardings are at different points; then another one takes over. The server learns of
 * a lost call by its start-to-close timeout of 30 s, so all six share one crash.
 */
const OVER_A_TIMEOUT_MS = 120_000;

interface Case {
  customer: TestCustomer;
  onboarding: Onboarding;
}

let scene: CrashScene;
let checking: Case;
let sending: Case;
let awaiting: Case;
let registered: Case & { verification: Promise<OtpVerification> };
let lost: Case;
let enriching: Case;

beforeAll(async () => {
  scene = await CrashScene.open();
  const worker = await scene.startWorker();
  checking = await whileChecking(scene.customer('9876500001'));
  sending = await whileSending(scene.customer('9876500002'));
  awaiting = await whileAwaiting(scene.customer('9876500003'));
  registered = await whileRegistering(scene.customer('9876500004'));
  lost = await whileLosing(scene.customer('9876500005'));
  enriching = await whileEnriching(scene.customer('9876500006'));
  await worker.kill();

  // Nobody works at this moment: the server keeps the code.
  await awaiting.onboarding.submit(RIGHT_OTP);
  await scene.startWorker();
}, OVER_A_TIMEOUT_MS);

afterAll(async () => {
  await scene.close();
});

async function whileChecking(customer: TestCustomer): Promise<Case> {
  customer.meets('getCustomer', { kind: 'hang' });
  const onboarding = await customer.onboard();
  await customer.untilCalled('getCustomer');
  return { customer, onboarding };
}

async function whileSending(customer: TestCustomer): Promise<Case> {
  customer.meets('sendOtp', { kind: 'hang', processed: true });
  const onboarding = await customer.onboardUntilCode({}, { sendOtp: true });
  await customer.untilCalled('sendOtp');
  return { customer, onboarding };
}

async function whileAwaiting(customer: TestCustomer): Promise<Case> {
  return { customer, onboarding: await customer.onboardUntilCode() };
}

async function whileRegistering(customer: TestCustomer) {
  customer.meets('processCustomerRegistration', { kind: 'hang', processed: true });
  const onboarding = await customer.onboardUntilCode();
  const verification = onboarding.verify(RIGHT_OTP);
  await customer.untilCalled('processCustomerRegistration');
  return { customer, onboarding, verification };
}

async function whileLosing(customer: TestCustomer): Promise<Case> {
  customer.meets('processCustomerRegistration', { kind: 'hang' });
  const onboarding = await customer.onboardUntilCode({}, { readBackWindowMs: 1 });
  await onboarding.submit(RIGHT_OTP);
  await customer.untilCalled('processCustomerRegistration');
  return { customer, onboarding };
}

async function whileEnriching(customer: TestCustomer): Promise<Case> {
  customer.meetsAtIifl({ kind: 'hang' });
  const onboarding = await customer.onboardUntilCode({ clientCode: customer.clientCode });
  await onboarding.submit(RIGHT_OTP);
  await customer.untilProfileCalled();
  return { customer, onboarding };
}

test('killed while a code was awaited: the code that came without a worker registers once', async () => {
  const { outcome, record } = await awaiting.onboarding.result();
  expect(outcome).toBe('registered');
  expect(record?.registration?.confirmedBy).toBe('answer');
  expect(awaiting.customer.sequence).toEqual(['getCustomer', 'processCustomerRegistration']);
  expect(awaiting.customer.registrations).toBe(1);
});

test(
  'killed while iServeU was asked about the customer: asked again, then registered once',
  async () => {
    const { customer, onboarding } = checking;
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(customer.sequence).toEqual(['getCustomer', 'getCustomer', 'processCustomerRegistration']);
    expect(customer.registrations).toBe(1);
  },
  OVER_A_TIMEOUT_MS,
);

test(
  'killed while a code was sent: it is not sent again, the wait goes on, and the code registers once',
  async () => {
    const { customer, onboarding } = sending;
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(customer.count('sendOtp')).toBe(1);
    expect(customer.registrations).toBe(1);
  },
  OVER_A_TIMEOUT_MS,
);

test(
  'killed after iServeU registered and before the worker knew: found by the read-back, one call, and verifyOtp says so',
  async () => {
    const { customer, onboarding, verification } = registered;
    const { outcome, record } = await onboarding.result();
    expect(outcome).toBe('registered');
    expect(record?.registration?.confirmedBy).toBe('readBack');
    expect(customer.count('processCustomerRegistration')).toBe(1);
    expect(customer.registrations).toBe(1);
    expect(await verification).toEqual({ result: 'registered', attemptsLeft: 5 });
  },
  OVER_A_TIMEOUT_MS,
);

test(
  'killed before iServeU registered: the call times out for good, is read back, and only another code is sent',
  async () => {
    const { customer, onboarding } = lost;
    const { otp } = await onboarding.until((status) => status.otp?.lastProblem === 'unconfirmed');
    expect(otp?.attemptsLeft).toBe(5);
    expect(customer.count('processCustomerRegistration')).toBe(1);
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(customer.count('processCustomerRegistration')).toBe(2);
    expect(customer.registrations).toBe(1);
  },
  OVER_A_TIMEOUT_MS,
);

test(
  'killed while the profile was fetched: fetched again, the registration was made once',
  async () => {
    const { customer, onboarding } = enriching;
    const { outcome, record } = await onboarding.result();
    expect(outcome).toBe('registered');
    expect(record?.enrichment).toBe('enriched');
    expect(customer.profileCalls).toBe(2);
    expect(customer.count('processCustomerRegistration')).toBe(1);
    expect(customer.registrations).toBe(1);
  },
  OVER_A_TIMEOUT_MS,
);
