import { describe, expect, test } from 'vitest';
import type { Onboarding } from '../support/onboarding.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';
import { attributesOf, expectNoWorkflowTaskFailed } from '../support/workflow-history.js';

const suite = TimeSkippingSuite.use();

const SIGNALS = 2_000;
const AT_ONCE = 50;

async function flood(send: (index: number) => Promise<void>): Promise<void> {
  for (let sent = 0; sent < SIGNALS; sent += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_value, index) => send(sent + index)));
  }
}

const signalsIn = async ({ handle }: Onboarding) =>
  (await attributesOf(handle, 'workflowExecutionSignaledEventAttributes')).length;

describe(`${SIGNALS} signals`, () => {
  test('that are malformed leave the newest 100 events in the timeline, and the right code registers', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard();
    const before = await onboarding.untilStage('awaitingOtp');
    await flood((index) => onboarding.submit(index));
    await onboarding.until(({ timeline }) => timeline.every(({ event }) => event === 'otpMalformed'));
    const flooded = await onboarding.status();
    expect(flooded.timeline).toHaveLength(100);
    expect(flooded.otp).toEqual({ ...before.otp, lastProblem: 'malformed' });

    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
    const { timeline } = await onboarding.status();
    expect(timeline).toHaveLength(100);
    expect(timeline.slice(-3).map(({ event }) => event)).toEqual(['otpTried', 'registered', 'closed']);
    expect(await signalsIn(onboarding)).toBe(SIGNALS + 1);
    expect(customer.count('processCustomerRegistration')).toBe(1);
    await expectNoWorkflowTaskFailed(onboarding.handle);
  });

  test('that ask for a code or another try, where neither is due, call nobody', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard({}, { sendOtp: true });
    const before = await onboarding.untilEvent('otpSent');
    await flood((index) => (index % 2 === 0 ? onboarding.resend() : onboarding.retryNow()));
    expect(await onboarding.status()).toEqual(before);
    expect(customer.count('sendOtp')).toBe(1);
    expect(customer.count('getCustomer')).toBe(1);
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
    await expectNoWorkflowTaskFailed(onboarding.handle);
  });
});
