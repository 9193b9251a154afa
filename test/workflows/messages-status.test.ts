import { describe, expect, test } from 'vitest';
import type { OnboardingStatus } from '../../src/contract/status.js';
import { failed, httpStatus } from '../support/iserveu-faults.js';
import type { Onboarding } from '../support/onboarding.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import type { TestCustomer } from '../support/test-customer.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';
import { searchAttributesOverTime } from '../support/workflow-history.js';

const suite = TimeSkippingSuite.use();

const SLOW = { kind: 'none', delayMs: 1_000 } as const;
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;

const masked = ({ mobileNumber }: TestCustomer) => `******${mobileNumber.slice(-4)}`;
const timelineOf = (...events: string[]) => events.map((event) => ({ at: TIME, event }));

/** A customer all of whose calls take long enough to look at the status meanwhile. */
function newSlowCustomer(): TestCustomer {
  const customer = suite.newCustomer().meets('getCustomer', SLOW).meets('processCustomerRegistration', SLOW);
  suite.iifl.scriptFault({ clientCode: customer.clientCode, fault: SLOW });
  return customer;
}

async function registerSlowly(customer: TestCustomer, request = {}) {
  const onboarding = await customer.onboard({ clientCode: customer.clientCode, ...request });
  const seen: OnboardingStatus[] = [await onboarding.untilStage('checking')];
  seen.push(await onboarding.untilStage('awaitingOtp'));
  await onboarding.submit(RIGHT_OTP);
  seen.push(await onboarding.untilStage('registering'), await onboarding.untilStage('enriching'));
  const result = await onboarding.result();
  seen.push(await onboarding.status());
  return { onboarding, result, seen };
}

test('the status of each stage has its fields and no others', async () => {
  const customer = newSlowCustomer();
  const { result, seen } = await registerSlowly(customer);
  const mobileNumber = masked(customer);
  const otp = { deadline: TIME, attemptsLeft: 5, sends: 0 };
  const untilTried = ['started', 'customerNotRegistered', 'otpAwaited'];
  const untilRegistered = [...untilTried, 'otpTried', 'registered'];
  expect(result.record?.enrichment).toBe('enriched');
  expect(seen).toEqual([
    { stage: 'checking', mobileNumber, timeline: timelineOf('started') },
    { stage: 'awaitingOtp', mobileNumber, otp, timeline: timelineOf(...untilTried) },
    { stage: 'registering', mobileNumber, otp, timeline: timelineOf(...untilTried, 'otpTried') },
    { stage: 'enriching', outcome: 'registered', mobileNumber, timeline: timelineOf(...untilRegistered) },
    {
      stage: 'closed',
      outcome: 'registered',
      mobileNumber,
      timeline: timelineOf(...untilRegistered, 'profileAttached', 'closed'),
    },
  ]);
});

test('with sendOtp and an attention it says how many sends, when the next may be asked for, and what is wrong', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', httpStatus(401));
  const onboarding = await customer.onboard({}, { sendOtp: true });
  await onboarding.untilEvent('otpSent');
  await onboarding.submit(RIGHT_OTP);
  expect(await onboarding.untilAttention('iserveu-access')).toEqual({
    stage: 'registering',
    mobileNumber: masked(customer),
    otp: { deadline: TIME, attemptsLeft: 5, sends: 1, resendAvailableAt: TIME },
    attention: {
      reason: 'iserveu-access',
      cause: 'iServeU refused our credentials (HTTP 401)',
      since: TIME,
      nextTryAt: TIME,
    },
    timeline: timelineOf('started', 'customerNotRegistered', 'otpAwaited', 'otpSent', 'otpTried', 'attentionRaised'),
  });
});

test('after an early code the status of registering has no otp, since none was awaited', async () => {
  const customer = newSlowCustomer();
  const onboarding = await customer.onboard();
  await onboarding.submit(RIGHT_OTP);
  expect(await onboarding.untilStage('registering')).toEqual({
    stage: 'registering',
    mobileNumber: masked(customer),
    timeline: timelineOf('started', 'customerNotRegistered', 'otpTried'),
  });
});

test('times never go back in the timeline', async () => {
  const customer = suite.newCustomer();
  const onboarding = await customer.onboard();
  await onboarding.untilStage('awaitingOtp');
  for (const otp of ['1', '999999', '999999', RIGHT_OTP]) await onboarding.submit(otp);
  await onboarding.result();
  const times = (await onboarding.status()).timeline.map(({ at }) => at);
  expect(times.length).toBeGreaterThan(7);
  expect(times).toEqual([...times].sort());
});

describe('nothing personal is shown', () => {
  const PERSONAL = {
    name: 'Meera Nair',
    latlong: '20.2961,85.8245',
    publicIP: '198.51.100.23',
    address: '14 Temple Road',
    pincode: '682001',
    ovdType: 'Aadhaar Card',
    ovdData: '234123412346',
    paramA: 'alpha-secret',
    paramB: 'beta-secret',
    paramC: 'gamma-secret',
  };

  /** All that an operator sees without opening the history: status, current details, search attributes. */
  async function everythingShown({ handle }: Onboarding, statuses: OnboardingStatus[]): Promise<string> {
    const metadata = await handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
    expect(JSON.stringify(metadata)).toContain('closed');
    return JSON.stringify([statuses, metadata, await searchAttributesOverTime(handle)]);
  }

  function expectNothingPersonal(shown: string, customer: TestCustomer): void {
    const secrets = [...Object.values(PERSONAL).filter((text) => text !== PERSONAL.ovdType), RIGHT_OTP, '999999'];
    for (const secret of secrets) expect(shown).not.toContain(secret);
    expect(shown).not.toContain(customer.mobileNumber);
    expect(shown).not.toContain(customer.mobileNumber.slice(-5));
    expect(shown).not.toContain(customer.clientCode);
    expect(shown).toContain(masked(customer));
  }

  test('at any stage of an onboarding that registers and attaches a profile', async () => {
    const customer = newSlowCustomer();
    const { onboarding, result, seen } = await registerSlowly(customer, PERSONAL);
    expect(result.record?.enrichment).toBe('enriched');
    const shown = await everythingShown(onboarding, seen);
    expectNothingPersonal(shown, customer);
    for (const fact of Object.values({ ...result.record?.profile })) {
      if (fact.length > 3) expect(shown).not.toContain(fact);
    }
  });

  test('of codes that were refused, malformed, repeated and lost, and of a rejection’s text', async () => {
    const customer = suite
      .newCustomer()
      .meets('processCustomerRegistration', failed('-1', 'Invalid OTP'))
      .meets('processCustomerRegistration', { kind: 'dropBefore' })
      .meets('processCustomerRegistration', failed('-1', 'Meera Nair is blocked'));
    const onboarding = await customer.onboard(PERSONAL, { readBackWindowMs: 1 });
    const seen = [await onboarding.untilStage('awaitingOtp')];
    await onboarding.submit('999999');
    seen.push(await onboarding.untilEvent('otpAwaited', 2));
    for (const otp of ['999999', '9999990']) await onboarding.submit(otp);
    seen.push(await onboarding.untilEvent('otpMalformed'));
    await onboarding.submit(RIGHT_OTP);
    seen.push(await onboarding.untilEvent('otpAwaited', 3));
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).reason).toBe('Meera Nair is blocked');
    expectNothingPersonal(await everythingShown(onboarding, [...seen, await onboarding.status()]), customer);
  });
});
