import { describe, expect, test } from 'vitest';
import type { Fault } from '../../dev/simulators/index.js';
import type { OnboardingStatus } from '../../src/contract/status.js';
import { failed, httpStatus, reply, SERVER_ISSUE, tooManyRequests } from '../support/iserveu-faults.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

// Longer than any answer of the simulators takes, short enough for a test of silence.
const suite = TimeSkippingSuite.use({ environment: { ISERVEU_TIMEOUT_MS: '2000' } });

const deadlineMsOf = ({ otp }: OnboardingStatus) => Date.parse(otp?.deadline ?? '');
const resendAtMsOf = ({ otp }: OnboardingStatus) => Date.parse(otp?.resendAvailableAt ?? '');

const UNKNOWN: [string, Fault][] = [
  ['a reset before it was sent', { kind: 'dropBefore' }],
  ['a reset after it was sent', { kind: 'dropAfter' }],
  ['no answer in time', { kind: 'hang' }],
  ['an answer that is cut off', { kind: 'cutOff' }],
  ['bytes that nobody can read', { kind: 'garbage' }],
  ['HTTP 408', httpStatus(408)],
  ['HTTP 500', httpStatus(500)],
  ['HTTP 503', httpStatus(503, { 'retry-after': '5' })],
];

const DECLINED: [string, Fault][] = [
  ['-1 about the messages', failed('-1', 'OTP limit exceeded, try after 6 hours')],
  ['-1 without a text', reply({ statusCode: '-1' })],
  ['code 4', SERVER_ISSUE],
  ['a code that is on no page', reply({ statusCode: '17' })],
  ['no code', reply({ status: 'SUCCESS' })],
  ['HTTP 302', httpStatus(302, { location: '/elsewhere' })],
  ['HTTP 400', httpStatus(400)],
  ['HTTP 404', httpStatus(404)],
  ['HTTP 429', tooManyRequests(5)],
];

describe.each([
  ['an unknown outcome', 'otpSendUnconfirmed', UNKNOWN, { kind: 'dropAfter' }],
  ['an answer that no code was sent', 'otpSendRefused', DECLINED, SERVER_ISSUE],
] as const)('%s is counted, noted as %s, and not repeated', (_kind, event, rows, anyFault) => {
  test.each(rows)('%s', async (_what, fault) => {
    const customer = suite.newCustomer().meets('sendOtp', fault);
    const onboarding = await customer.onboard({}, { sendOtp: true });
    const status = await onboarding.untilEvent(event);
    expect(status).toMatchObject({ stage: 'awaitingOtp', otp: { sends: 1, attemptsLeft: 5 } });
    expect(status).not.toHaveProperty('attention');

    // Nothing more is sent by itself, and the person may ask again.
    await suite.sleepUntil(resendAtMsOf(status) + 1_000);
    expect(await onboarding.status()).toEqual(status);
    expect(customer.count('sendOtp')).toBe(1);
    await onboarding.resend();
    expect((await onboarding.untilEvent('otpSent')).otp?.sends).toBe(2);
    expect((await onboarding.verify(RIGHT_OTP)).result).toBe('registered');
    expect(customer.count('sendOtp')).toBe(2);
  });

  test('at the last send leaves the wait as it is, until a code or the deadline ends it', async () => {
    const customer = suite.newCustomer().meets('sendOtp', anyFault);
    const onboarding = await customer.onboard({}, { sendOtp: true, otpMaxSends: 1 });
    const status = await onboarding.untilEvent(event);
    expect(status.otp).not.toHaveProperty('resendAvailableAt');
    await suite.sleepUntil(deadlineMsOf(status) - 1_000);
    expect((await onboarding.status()).stage).toBe('awaitingOtp');
    expect((await onboarding.result()).outcome).toBe('otpExpired');
    expect(customer.count('sendOtp')).toBe(1);
  });
});

describe('a resend', () => {
  test('whose outcome is unknown renews the deadline, since a code may have been sent', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard({}, { sendOtp: true });
    const first = await onboarding.untilEvent('otpSent');
    customer.meets('sendOtp', { kind: 'dropAfter' });
    await suite.sleepUntil(resendAtMsOf(first));
    await onboarding.resend();
    const second = await onboarding.untilEvent('otpSendUnconfirmed');
    expect(deadlineMsOf(second)).toBeGreaterThanOrEqual(resendAtMsOf(first) + 600_000);
  });
});

test('a lost send and a lost resend are the 2 sends of otpMaxSends 2', async () => {
  const customer = suite.newCustomer().meets('sendOtp', { kind: 'dropBefore' }, 2);
  const onboarding = await customer.onboard({}, { sendOtp: true, otpMaxSends: 2 });
  const first = await onboarding.untilEvent('otpSendUnconfirmed');
  await suite.sleepUntil(resendAtMsOf(first));
  await onboarding.resend();
  const { otp } = await onboarding.untilEvent('otpSendUnconfirmed', 2);
  expect(otp?.sends).toBe(2);
  expect(otp).not.toHaveProperty('resendAvailableAt');
});
