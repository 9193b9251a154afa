import { describe, expect, test } from 'vitest';
import { resetPointBefore, resetPoints, resetRun, type HistoryEvent } from '../../dev/temporal/reset-run.js';
import type { OnboardingPolicy } from '../../src/contract/policy.js';
import { failed } from '../support/iserveu-faults.js';
import { Onboarding } from '../support/onboarding.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { RealServerSuite } from '../support/real-server.js';
import type { TestCustomer } from '../support/test-customer.js';

const WRONG_OTP = '999999';
/** Long enough to reset a run while the call is under way. */
const IN_FLIGHT_MS = 1_500;

const suite = RealServerSuite.use();

async function reset(onboarding: Onboarding, point: HistoryEvent): Promise<Onboarding> {
  return new Onboarding((await resetRun(suite.harness.client, onboarding.handle, point)) as Onboarding['handle']);
}

const isOtp = (event: HistoryEvent) =>
  event.workflowExecutionSignaledEventAttributes != null ||
  event.workflowExecutionUpdateAcceptedEventAttributes != null;

/** Customers whose onboarding is played to its end, by the path that it takes there. */
const PATHS: Record<
  string,
  { policy?: Partial<OnboardingPolicy>; play: (customer: TestCustomer) => Promise<Onboarding> }
> = {
  'the happy path': {
    play: async (customer) => {
      const onboarding = await customer.onboardUntilCode({ clientCode: customer.clientCode });
      await onboarding.submit(RIGHT_OTP);
      return onboarding;
    },
  },
  'the happy path by update': {
    play: async (customer) => {
      const onboarding = await customer.onboardUntilCode({ clientCode: customer.clientCode });
      await onboarding.verify(RIGHT_OTP);
      return onboarding;
    },
  },
  'a refused OTP, then the right one': {
    play: async (customer) => {
      const onboarding = await customer.onboardUntilCode();
      await onboarding.submit(WRONG_OTP);
      await onboarding.untilEvent('otpAwaited', 2);
      await onboarding.submit(RIGHT_OTP);
      return onboarding;
    },
  },
  'an unconfirmed OTP, typed again': {
    // Reset while the first try is read back, the second OTP joins the first, and the wait's end finds the registration.
    play: async (customer) => {
      customer.meets('processCustomerRegistration', { kind: 'dropBefore' });
      const onboarding = await customer.onboardUntilCode({}, { readBackWindowMs: 1, otpWaitMs: 5_000 });
      await onboarding.submit(RIGHT_OTP);
      await onboarding.untilEvent('otpAwaited', 2);
      await onboarding.submit(RIGHT_OTP);
      return onboarding;
    },
  },
  'an unconfirmed OTP that registered, found by the read-back': {
    play: async (customer) => {
      customer.meets('processCustomerRegistration', { kind: 'dropAfter' });
      const onboarding = await customer.onboardUntilCode();
      await onboarding.submit(RIGHT_OTP);
      return onboarding;
    },
  },
};

describe.each(Object.entries(PATHS))('%s, reset after its end', (_path, { play }) => {
  test('to any of its points: registered once, no OTP sent again', async () => {
    const first = suite.newCustomer();
    const { handle } = await play(first);
    await handle.result();
    const pointCount = (await resetPoints(handle)).length;
    expect(pointCount).toBeGreaterThan(3);

    for (let index = 0; index < pointCount; index += 1) {
      const customer = suite.newCustomer();
      const onboarding = await play(customer);
      await onboarding.result();
      const calls = customer.count('processCustomerRegistration');
      const point = (await resetPoints(onboarding.handle))[index];
      if (point === undefined) throw new Error(`The run has no reset point ${index}.`);
      const { outcome, record } = await (await reset(onboarding, point)).result();
      const known = {
        outcome,
        mobileNumber: record?.mobileNumber,
        calls: customer.count('processCustomerRegistration'),
      };
      // Asked anew, iServeU says that the customer is registered already.
      const expected = index === 0 ? 'alreadyRegistered' : 'registered';
      expect(known).toEqual({ outcome: expected, mobileNumber: customer.mobileNumber, calls });
      expect(customer.registrations).toBe(1);
    }
  });

  test('twice in a row, to the point before the first OTP: registered once, no OTP sent again', async () => {
    const customer = suite.newCustomer();
    let onboarding = await play(customer);
    await onboarding.result();
    const calls = customer.count('processCustomerRegistration');
    for (let resets = 0; resets < 2; resets += 1) {
      onboarding = await reset(onboarding, await resetPointBefore(onboarding.handle, isOtp));
      // A signal is applied again before anything else, so the second such point is before get-customer.
      expect((await onboarding.result()).outcome).toMatch(/^(registered|alreadyRegistered)$/);
    }
    expect(customer.count('processCustomerRegistration')).toBe(calls);
    expect(customer.registrations).toBe(1);
  });
});

describe('reset while the registration call is under way', () => {
  test.each<[string, (handle: Onboarding['handle']) => Promise<HistoryEvent | undefined>]>([
    ['before the OTP', (handle) => resetPointBefore(handle, isOtp)],
    ['before get-customer', async (handle) => (await resetPoints(handle))[0]],
  ])('to the point %s: the call lands late, nothing is sent again', async (_point, findPoint) => {
    const customer = suite.newCustomer().meets('processCustomerRegistration', {
      kind: 'landLate',
      afterCalls: 2,
      delayMs: IN_FLIGHT_MS,
    });
    const onboarding = await customer.onboardUntilCode();
    await onboarding.submit(RIGHT_OTP);
    await customer.untilCalled('processCustomerRegistration');
    const point = await findPoint(onboarding.handle);
    if (point === undefined) throw new Error('The run has no reset point.');
    const { outcome } = await (await reset(onboarding, point)).result();
    expect(outcome).toBe('registered');
    expect(customer.count('processCustomerRegistration')).toBe(1);
    expect(customer.registrations).toBe(1);
  });

  test('and refused: the customer may type another OTP', async () => {
    const customer = suite
      .newCustomer()
      .meets('processCustomerRegistration', failed('-1', 'Invalid OTP', { delayMs: IN_FLIGHT_MS }));
    const onboarding = await customer.onboardUntilCode();
    await onboarding.submit(WRONG_OTP);
    await customer.untilCalled('processCustomerRegistration');
    const again = await reset(onboarding, await resetPointBefore(onboarding.handle, isOtp));
    await again.submit(RIGHT_OTP);
    expect((await again.result()).outcome).toBe('registered');
    expect(customer.registrations).toBe(1);
  });
});
