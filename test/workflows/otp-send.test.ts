import { describe, expect, test } from 'vitest';
import type { OnboardingStatus } from '../../src/contract/status.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use({
  simulators: { iserveu: { agents: ['simulated-agent', 'second-agent'] } },
});

const GAP_MS = 60_000;

const deadlineMsOf = ({ otp }: OnboardingStatus) => Date.parse(otp?.deadline ?? '');
const resendAtMsOf = ({ otp }: OnboardingStatus) => Date.parse(otp?.resendAvailableAt ?? '');

describe('the first send', () => {
  test('without sendOtp is not made, and none can be asked for', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard();
    const { otp } = await onboarding.untilStage('awaitingOtp');
    expect(otp).toMatchObject({ sends: 0 });
    expect(otp).not.toHaveProperty('resendAvailableAt');
    expect(customer.count('sendOtp')).toBe(0);
  });

  test('is made once when a code is awaited, and counted', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard({}, { sendOtp: true });
    const status = await onboarding.untilEvent('otpSent');
    expect(status.stage).toBe('awaitingOtp');
    expect(status.otp?.sends).toBe(1);
    expect(status.timeline.map(({ event }) => event)).toEqual([
      'started',
      'customerNotRegistered',
      'otpAwaited',
      'otpSent',
    ]);
    // Both are counted from the call.
    expect(resendAtMsOf(status) - GAP_MS).toBe(deadlineMsOf(status) - 600_000);
    expect(customer.count('sendOtp')).toBe(1);
  });

  test('has iServeU’s fields for otp/send, and no others', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard(
      { address: '12 Lake View', pincode: '751002', paramA: 'a', clientCode: customer.clientCode },
      { sendOtp: true },
    );
    await onboarding.untilEvent('otpSent');
    expect(customer.calls('sendOtp').map(({ path, fields }) => ({ path, fields }))).toEqual([
      {
        path: '/common/dmt-lite/unified/otp/send',
        fields: {
          customerMobileNumber: customer.mobileNumber,
          latLong: '12.97,77.59',
          publicIP: '203.0.113.7',
          username: 'simulated-agent',
          otpType: '1',
        },
      },
    ]);
  });

  test('has the document and the agent of the request', async () => {
    const customer = suite.newCustomer();
    const request = { ovdType: 'Aadhaar Card', ovdData: '234123412346', username: 'second-agent' };
    const onboarding = await customer.onboard(request, { sendOtp: true });
    await onboarding.untilEvent('otpSent');
    expect(customer.calls('sendOtp').map(({ fields }) => fields)).toMatchObject([request]);
  });

  test('of a customer who is registered already is not made', async () => {
    const customer = suite.newCustomer().is('verified');
    const onboarding = await customer.onboard({}, { sendOtp: true });
    expect((await onboarding.result()).outcome).toBe('alreadyRegistered');
    expect(customer.count('sendOtp')).toBe(0);
  });

  test('is not followed by another after a refused code: the customer asks for it', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard({}, { sendOtp: true });
    await onboarding.untilEvent('otpSent');
    await onboarding.submit('999999');
    expect((await onboarding.untilEvent('otpAwaited', 2)).otp?.sends).toBe(1);
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(customer.count('sendOtp')).toBe(1);
  });

  test('makes the code that registers', async () => {
    const customer = suite.newCustomer();
    suite.iserveu.setNextOtps(customer.mobileNumber, ['271828']);
    const onboarding = await customer.onboard({}, { sendOtp: true });
    await onboarding.untilEvent('otpSent');
    expect((await onboarding.verify('271828')).result).toBe('registered');
  });
});
