import { expect, test } from 'vitest';
import { iiflFailure } from '../support/iifl-faults.js';
import { httpStatus } from '../support/iserveu-faults.js';
import { firstMomentMs } from '../support/moments.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use();
const DAY_MS = 86_400_000;
const ISSUE = iiflFailure(-1, 'Issue while process your request on Server.');

test.each([
  ['an expired session, the default of 24 h', iiflFailure(9, 'Invalid Session'), {}, DAY_MS],
  ['an outage, 1 h', ISSUE, { enrichmentGiveUpMs: 3_600_000 }, 3_600_000],
  ['an outage, less than attentionAfterMs', ISSUE, { enrichmentGiveUpMs: 50_000 }, 50_000],
  ['401, less than attentionRetryMs', httpStatus(401), { enrichmentGiveUpMs: 20_000 }, 20_000],
])('%s: enriching 1 s before, unavailable 1 s after, the registration stands', async (_, fault, policy, giveUpMs) => {
  const customer = suite.newCustomer().meetsAtIifl(fault, 'always');
  const onboarding = await customer.onboardUntilCode({ clientCode: customer.clientCode }, policy);
  await onboarding.submit(RIGHT_OTP);
  const registeredMs = await firstMomentMs(onboarding, 'registered');
  await customer.untilProfileCalled();
  const calledMs = await suite.now();
  await suite.sleepUntil(registeredMs + giveUpMs - 1_000);
  expect((await onboarding.status()).stage).toBe('enriching');
  await suite.sleepUntil(calledMs + giveUpMs + 1_000);

  expect((await firstMomentMs(onboarding, 'profileNotAttached')) - calledMs).toBeLessThanOrEqual(giveUpMs + 1_000);
  expect((await onboarding.untilStage('closed')).attention).toBeUndefined();
  const { outcome, record } = await onboarding.result();
  expect(outcome).toBe('registered');
  expect(record?.enrichment).toBe('unavailable');
  expect(record?.registration?.confirmedBy).toBe('answer');
  expect(customer.registrations).toBe(1);
});

test('the status has the outcome while the profile is fetched, and no word about codes', async () => {
  const customer = suite.newCustomer().meetsAtIifl({ kind: 'none', delayMs: 300 });
  const onboarding = await customer.onboardUntilCode({ clientCode: customer.clientCode });
  await onboarding.submit(RIGHT_OTP);
  const { outcome, otp, attention } = await onboarding.untilStage('enriching');
  expect({ outcome, otp, attention }).toEqual({ outcome: 'registered', otp: undefined, attention: undefined });
  expect((await onboarding.result()).record?.enrichment).toBe('enriched');
});

test('registrationGiveUpMs is none of the profile: still enriching after it', async () => {
  const customer = suite.newCustomer().meetsAtIifl(httpStatus(401), 'always');
  const onboarding = await customer.onboardForProfile({ registrationGiveUpMs: 1_000 });
  const { attention } = await onboarding.untilAttention('iifl-access');
  await suite.sleepUntil(Date.parse(attention?.since ?? '') + 60_000);
  expect((await onboarding.status()).stage).toBe('enriching');
});

test('a cancel during the attention: the registration stands, enrichment cancelled', async () => {
  const customer = suite.newCustomer().meetsAtIifl(httpStatus(401), 'always');
  const onboarding = await customer.onboardForProfile();
  await onboarding.untilAttention('iifl-access');
  await onboarding.handle.cancel();
  const { outcome, record } = await onboarding.result();
  expect(outcome).toBe('alreadyRegistered');
  expect(record?.enrichment).toBe('cancelled');
});
