import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ONBOARD_CUSTOMER_WORKFLOW } from '../../src/contract/names.js';
import type { OnboardingStatus } from '../../src/contract/status.js';
import { Onboarding, type OnboardingHandle } from '../support/onboarding.js';
import { CUSTOMER, RIGHT_OTP } from '../support/onboarding-harness.js';
import type { TestCustomer } from '../support/test-customer.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';
import { searchAttributesOverTime } from '../support/workflow-history.js';

const suite = TimeSkippingSuite.use();

/** Long enough to send codes while get-customer or a registration is under way. */
const SLOW = { kind: 'none', delayMs: 1_000 } as const;

const events = ({ timeline }: OnboardingStatus) => timeline.map(({ event }) => event);
const triedCodes = (customer: TestCustomer) =>
  customer.calls('processCustomerRegistration').map(({ fields }) => fields['otp']);
const stages = async (onboarding: Onboarding) =>
  (await searchAttributesOverTime(onboarding.handle)).map((attributes) => attributes['OnboardingStage']);

describe('a code that comes while the customer is checked', () => {
  test('registers without any wait for a code', async () => {
    const customer = suite.newCustomer().meets('getCustomer', SLOW);
    const onboarding = await customer.onboard();
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.status()).stage).toBe('checking');
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(events(await onboarding.status())).not.toContain('otpAwaited');
    expect(JSON.stringify(await stages(onboarding))).not.toContain('awaitingOtp');
    expect(customer.count('processCustomerRegistration')).toBe(1);
  });

  test('with sendOtp: no code is sent for', async () => {
    const customer = suite.newCustomer().meets('getCustomer', SLOW);
    const onboarding = await customer.onboard({}, { sendOtp: true });
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(customer.count('sendOtp')).toBe(0);
  });

  test('with the very start, registers', async () => {
    const { mobileNumber } = suite.newCustomer();
    const handle: OnboardingHandle = await suite.harness.client.workflow.signalWithStart(ONBOARD_CUSTOMER_WORKFLOW, {
      workflowId: `onboarding-${randomUUID()}`,
      taskQueue: suite.harness.taskQueue,
      args: [{ ...CUSTOMER, mobileNumber }],
      signal: 'submitOtp',
      signalArgs: [{ otp: RIGHT_OTP }],
    });
    expect((await new Onboarding(handle).result()).outcome).toBe('registered');
  });

  test('and is refused, is followed by a wait for another, and with sendOtp by the first send', async () => {
    const customer = suite.newCustomer().meets('getCustomer', SLOW);
    const onboarding = await customer.onboard({}, { sendOtp: true });
    await onboarding.submit('999999');
    const { otp } = await onboarding.untilEvent('otpSent');
    expect(otp).toMatchObject({ attemptsLeft: 4, lastProblem: 'refused', sends: 1 });
    expect(customer.count('sendOtp')).toBe(1);
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
  });

  test('of a customer who turns out to be registered already is not tried', async () => {
    const customer = suite.newCustomer().is('verified').meets('getCustomer', SLOW);
    const onboarding = await customer.onboard();
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('alreadyRegistered');
    expect(customer.count('processCustomerRegistration')).toBe(0);
  });

  test('and is malformed is noted at once; one that waits already is joined; neither costs anything', async () => {
    const customer = suite.newCustomer().meets('getCustomer', SLOW);
    const onboarding = await customer.onboard();
    for (const otp of ['12345', RIGHT_OTP, RIGHT_OTP]) await onboarding.submit(otp);
    const status = await onboarding.untilEvent('otpMalformed');
    expect(status.stage).toBe('checking');
    expect(events(status)).toEqual(['started', 'otpMalformed']);
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(triedCodes(customer)).toEqual([RIGHT_OTP]);
  });
});

describe('several codes', () => {
  test('are tried in the order of arrival, without a wait between them', async () => {
    const customer = suite.newCustomer().meets('getCustomer', SLOW);
    const onboarding = await customer.onboard();
    const codes = ['999999', '000000', '555555', RIGHT_OTP];
    for (const otp of codes) await onboarding.submit(otp);
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(triedCodes(customer)).toEqual(codes);
    expect(events(await onboarding.status()).filter((event) => event === 'otpAwaited')).toEqual([]);
  });

  test('behind the one that registers are not tried', async () => {
    const customer = suite.newCustomer().meets('getCustomer', SLOW);
    const onboarding = await customer.onboard();
    for (const otp of [RIGHT_OTP, '999999', '000000']) await onboarding.submit(otp);
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(triedCodes(customer)).toEqual([RIGHT_OTP]);
  });

  test('a code that comes while another is tried is tried next', async () => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', SLOW);
    const onboarding = await customer.onboard();
    await onboarding.untilStage('awaitingOtp');
    await onboarding.submit('999999');
    await onboarding.untilStage('registering');
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(triedCodes(customer)).toEqual(['999999', RIGHT_OTP]);
    expect(events(await onboarding.status()).filter((event) => event === 'otpAwaited')).toHaveLength(1);
  });

  test.each([1, 2])(
    'at most otpMaxAttempts (%d) wait: the next one is dropped, and never tried',
    async (otpMaxAttempts) => {
      const customer = suite.newCustomer().meets('getCustomer', SLOW);
      const onboarding = await customer.onboard({}, { otpMaxAttempts });
      const waiting = ['111111', '222222'].slice(0, otpMaxAttempts);
      for (const otp of [...waiting, RIGHT_OTP]) await onboarding.submit(otp);
      expect((await onboarding.result()).outcome).toBe('otpAttemptsExhausted');
      expect(triedCodes(customer)).toEqual(waiting);
    },
  );
});
