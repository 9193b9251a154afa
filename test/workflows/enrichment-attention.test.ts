import { expect, test } from 'vitest';
import type { Fault } from '../../dev/simulators/index.js';
import { attentionEvery, longest } from '../support/attention-every.js';
import { bodyReply, headReply, iiflFailure } from '../support/iifl-faults.js';
import { httpStatus, tooManyRequests } from '../support/iserveu-faults.js';
import { firstMomentMs } from '../support/moments.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use({ environment: { IIFL_TIMEOUT_MS: '300' } });

const FOR_A_PERSON: [answer: string, reason: string, fault: Fault][] = [
  ['head "2" without a body', 'iifl-access', headReply({ status: '2', statusDescription: 'Invalid head parameters' })],
  ['another head', 'iifl-access', headReply({ status: '5' })],
  ['Status -2', 'iifl-access', iiflFailure(-2, '403 : Access denied')],
  ['Status 9', 'iifl-access', iiflFailure(9, 'Invalid Session')],
  ['Status "9"', 'iifl-access', iiflFailure('9')],
  ['"Invalid Session" under head 0', 'iifl-access', headReply({ statusDescription: 'Invalid Session' })],
  ['"Invalid Session" beside Status 0', 'iifl-access', iiflFailure(0, 'invalid session')],
  ['401', 'iifl-access', httpStatus(401)],
  ['403', 'iifl-access', httpStatus(403)],
  ['another Status', 'iifl-contract', iiflFailure(7)],
  ['no Status', 'iifl-contract', bodyReply({ message: 'Success' })],
  ['no body under head 0', 'iifl-contract', headReply({})],
  ['302', 'iifl-contract', httpStatus(302, { location: 'http://127.0.0.1:9/' })],
  ['400', 'iifl-contract', httpStatus(400)],
  ['404', 'iifl-contract', httpStatus(404)],
  ['bytes that are no text', 'iifl-contract', { kind: 'garbage' }],
  ['2 MiB', 'iifl-contract', { kind: 'huge' }],
];

test.each(FOR_A_PERSON)(
  '%s: attention %s at the first answer; enriched once it is mended',
  async (_, reason, fault) => {
    const customer = suite.newCustomer().meetsAtIifl(fault);
    const onboarding = await customer.onboardForProfile();
    const { stage, outcome } = await onboarding.untilAttention(reason);
    expect({ stage, outcome }).toEqual({ stage: 'enriching', outcome: 'alreadyRegistered' });
    expect(customer.profileCalls).toBe(1);

    await onboarding.retryNow();
    expect((await onboarding.result()).record?.enrichment).toBe('enriched');
    expect(customer.profileCalls).toBe(2);
    const { timeline } = await onboarding.status();
    expect(timeline.map(({ event }) => event).slice(-3)).toEqual(['attentionCleared', 'profileAttached', 'closed']);
  },
);

const RETRYABLE: [answer: string, fault: Fault][] = [
  ['Status -1', iiflFailure(-1, 'Issue while process your request on Server.')],
  ['500', httpStatus(500)],
  ['503', httpStatus(503)],
  ['408', httpStatus(408)],
  ['429', httpStatus(429)],
  ['a reset connection', { kind: 'dropBefore' }],
  ['an answer that is cut off', { kind: 'cutOff' }],
  ['no answer in time', { kind: 'hang' }],
];

test.each(RETRYABLE)('%s twice: tried again without attention, enriched', async (_answer, fault) => {
  const customer = suite.newCustomer().meetsAtIifl(fault, 2);
  const onboarding = await customer.onboardForProfile();
  expect((await onboarding.result()).record?.enrichment).toBe('enriched');
  expect(customer.profileCalls).toBe(3);
  expect((await onboarding.status()).timeline.map(({ event }) => event)).not.toContain('attentionRaised');
});

test.each(RETRYABLE)(
  '%s for attentionAfterMs: no attention 1 s before, iifl-unavailable 1 s after',
  async (_, fault) => {
    const customer = suite.newCustomer().meetsAtIifl(fault, 'always');
    const onboarding = await customer.onboardForProfile({ attentionAfterMs: 40_000 });
    const decidedMs = await firstMomentMs(onboarding, 'customerAlreadyRegistered');
    await customer.untilProfileCalled();
    const calledMs = await suite.now();
    await suite.sleepUntil(decidedMs + 39_000);
    expect((await onboarding.status()).attention).toBeUndefined();
    await suite.sleepUntil(calledMs + 41_000);
    const { attention } = await onboarding.untilAttention('iifl-unavailable');
    expect(Date.parse(attention?.since ?? '') - calledMs).toBeLessThanOrEqual(41_000);
  },
);

test('429 with Retry-After 30: not asked again 1 s before, enriched 1 s after', async () => {
  const customer = suite.newCustomer().meetsAtIifl(tooManyRequests(30));
  const onboarding = await customer.onboardForProfile();
  const decidedMs = await firstMomentMs(onboarding, 'customerAlreadyRegistered');
  await customer.untilProfileCalled();
  await suite.sleepUntil(decidedMs + 29_000);
  expect(customer.profileCalls).toBe(1);
  await suite.sleepUntil(decidedMs + longest(30_000) + 1_000);
  await onboarding.untilStage('closed');
  expect(customer.profileCalls).toBe(2);
});

test('attentionRetryMs 60 s: not asked again before, enriched after', async () => {
  const customer = suite.newCustomer().meetsAtIifl(httpStatus(401));
  const onboarding = await customer.onboardForProfile(attentionEvery(60_000));
  const { attention } = await onboarding.untilAttention('iifl-access');
  const raisedMs = Date.parse(attention?.since ?? '');
  await suite.sleepUntil(raisedMs + 59_000);
  expect(customer.profileCalls).toBe(1);
  await suite.sleepUntil(raisedMs + longest(60_000) + 1_000);
  await onboarding.untilStage('closed');
  expect(customer.profileCalls).toBe(2);
});
