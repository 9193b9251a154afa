import { expect, test } from 'vitest';
import type { Fault } from '../../dev/simulators/index.js';
import { historyText } from '../support/history-text.js';
import { failed, httpStatus, reply, SERVER_ISSUE } from '../support/iserveu-faults.js';
import { startedAtMs } from '../support/moments.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use({ environment: { ISERVEU_TIMEOUT_MS: '300' } });

const FOR_A_PERSON: [answer: string, reason: string, fault: Fault][] = [
  ['401', 'iserveu-access', httpStatus(401)],
  ['403', 'iserveu-access', httpStatus(403)],
  ['302', 'iserveu-contract', httpStatus(302, { location: 'http://127.0.0.1:9/' })],
  ['400', 'iserveu-contract', httpStatus(400)],
  ['404', 'iserveu-contract', httpStatus(404)],
  ['418', 'iserveu-contract', httpStatus(418)],
  ['an unknown code', 'iserveu-contract', failed('7', 'Something new')],
  ['no code', 'iserveu-contract', reply({ status: 'SUCCESS', statusDesc: 'Customer verified successfully' })],
  ['an array', 'iserveu-contract', reply([{ statusCode: '2' }])],
  ['bytes that are no text', 'iserveu-contract', { kind: 'garbage' }],
  ['an empty body', 'iserveu-contract', { kind: 'replyText', text: '' }],
  ['2 MiB', 'iserveu-contract', { kind: 'huge' }],
];

test.each(FOR_A_PERSON)('%s: attention %s at the first answer', async (_answer, reason, fault) => {
  const customer = suite.newCustomer().is('verified').meets('getCustomer', fault);
  const onboarding = await customer.onboard();
  const { stage } = await onboarding.untilAttention(reason);
  expect(stage).toBe('checking');
  expect(customer.count('getCustomer')).toBe(1);

  await onboarding.retryNow();
  expect((await onboarding.result()).outcome).toBe('alreadyRegistered');
});

const RETRYABLE: [answer: string, fault: Fault][] = [
  ['code 4', SERVER_ISSUE],
  ['500', httpStatus(500)],
  ['502', httpStatus(502)],
  ['503', httpStatus(503)],
  ['408', httpStatus(408)],
  ['429', httpStatus(429)],
  ['a reset connection', { kind: 'dropBefore' }],
  ['an answer that is cut off', { kind: 'cutOff' }],
  ['no answer in time', { kind: 'hang' }],
];

test.each(RETRYABLE)('%s twice: tried again without attention', async (_answer, fault) => {
  const customer = suite.newCustomer().is('verified').meets('getCustomer', fault, 2);
  const onboarding = await customer.onboard();
  expect((await onboarding.result()).outcome).toBe('alreadyRegistered');
  expect(customer.count('getCustomer')).toBe(3);
  expect((await onboarding.status()).timeline.map(({ event }) => event)).not.toContain('attentionRaised');
});

test.each(RETRYABLE)(
  '%s for attentionAfterMs: no attention 1 s before, iserveu-unavailable 1 s after',
  async (_, fault) => {
    const customer = suite.newCustomer().meets('getCustomer', fault, 'always');
    const onboarding = await customer.onboard();
    const startedMs = await startedAtMs(onboarding);
    await customer.untilCalled('getCustomer');
    const calledMs = await suite.now();
    await suite.sleepUntil(startedMs + 119_000);
    expect((await onboarding.status()).attention).toBeUndefined();
    await suite.sleepUntil(calledMs + 121_000);
    const { attention } = await onboarding.untilAttention('iserveu-unavailable');
    expect(Date.parse(attention?.since ?? '') - calledMs).toBeLessThanOrEqual(121_000);
  },
);

test('a refused connection for attentionAfterMs: no attention 1 s before, iserveu-unavailable 1 s after', async () => {
  const customer = suite.newCustomer();
  await suite.iserveu.refuseConnections();
  try {
    const onboarding = await customer.onboard({}, { attentionAfterMs: 30_000 });
    const startedMs = await startedAtMs(onboarding);
    await suite.sleepUntil(startedMs + 29_000);
    expect((await onboarding.status()).attention).toBeUndefined();
    await suite.sleepUntil(startedMs + 31_000);
    await onboarding.untilAttention('iserveu-unavailable');
  } finally {
    await suite.iserveu.acceptConnections();
  }
});

test('nothing of an answer outside the contract enters the history', async () => {
  const raw = 'made-up-words-of-a-broken-gateway';
  const customer = suite
    .newCustomer()
    .meets('getCustomer', { kind: 'replyText', text: `<p>${raw}</p>` })
    .meets('getCustomer', reply({ statusCode: { [raw]: raw } }));
  const onboarding = await customer.onboard();
  await onboarding.untilAttention('iserveu-contract');
  await onboarding.retryNow();
  await onboarding.untilEvent('retryRequested');
  await customer.untilCalled('getCustomer', 2);
  await onboarding.untilAttention('iserveu-contract');

  const text = await historyText(onboarding);
  expect(text).toContain(customer.mobileNumber);
  expect(text).not.toContain(raw);
});
