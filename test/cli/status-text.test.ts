import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { listLine } from '../../src/cli/list-text.js';
import { resultText } from '../../src/cli/result-text.js';
import { statusText, watchLines } from '../../src/cli/status-text.js';
import type { OnboardingStatus, TimelineEventName } from '../../src/contract/status.js';

beforeAll(() => {
  vi.stubEnv('TZ', 'Asia/Kolkata');
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const at = (second: number) => `2026-01-31T20:00:${String(second).padStart(2, '0')}.000Z`;
const timeline = (...events: TimelineEventName[]) => events.map((event, index) => ({ at: at(index), event }));
const NOW = at(59);

const AWAITING: OnboardingStatus = {
  stage: 'awaitingOtp',
  mobileNumber: '******3210',
  otp: { deadline: '2026-01-31T20:10:00.000Z', attemptsLeft: 5, sends: 0 },
  timeline: timeline('started', 'customerNotRegistered', 'otpAwaited'),
};

test('the first look prints one line for each event so far, in local time, the newest with what is waited for', () => {
  expect(watchLines(undefined, AWAITING, NOW)).toEqual([
    '01:30:00  ******3210  started',
    '01:30:01  ******3210  iServeU: not registered yet',
    '01:30:02  ******3210  waiting for the OTP; OTP until 01:40:00, 5 attempts left',
  ]);
});

test('a later look prints only what is new', () => {
  const refused: OnboardingStatus = {
    ...AWAITING,
    otp: { deadline: '2026-01-31T20:11:00.000Z', attemptsLeft: 1, lastProblem: 'refused', sends: 1 },
    timeline: timeline('started', 'customerNotRegistered', 'otpAwaited', 'otpTried', 'otpRefused'),
  };
  expect(watchLines(AWAITING, refused, NOW)).toEqual([
    '01:30:03  ******3210  OTP given to iServeU',
    '01:30:04  ******3210  OTP refused; OTP until 01:41:00, 1 attempt left; last OTP refused; ' +
      'asked iServeU 1 time to send an OTP',
  ]);
});

test('a change without an event is one line with the present time', () => {
  const attention: OnboardingStatus = {
    ...AWAITING,
    attention: {
      reason: 'iserveu-unavailable',
      cause: 'iServeU answered with HTTP 503',
      since: at(3),
      nextTryAt: '2026-01-31T20:15:00.000Z',
    },
  };
  expect(watchLines(AWAITING, attention, NOW)).toEqual([
    '01:30:59  ******3210  waiting for the OTP; OTP until 01:40:00, 5 attempts left; needs attention since ' +
      '2026-02-01 01:30:03: iserveu-unavailable (iServeU does not answer), next try at 01:45:00; ' +
      'cause: iServeU answered with HTTP 503',
  ]);
});

test('a timeline that dropped its oldest events prints only what is new', () => {
  const full = { ...AWAITING, timeline: timeline('otpAwaited', 'otpMalformed', 'otpRepeated') };
  const shifted = {
    ...AWAITING,
    timeline: [...full.timeline.slice(1), { at: at(30), event: 'otpTried' as const }],
  };
  expect(watchLines(full, shifted, NOW)).toEqual([
    '01:30:30  ******3210  OTP given to iServeU; OTP until 01:40:00, 5 attempts left',
  ]);
});

test('a status without events is one line', () => {
  const closed: OnboardingStatus = { stage: 'closed', mobileNumber: '******', timeline: [] };
  expect(watchLines(undefined, closed, NOW)).toEqual(['01:30:59  ******  closed']);
});

test('the status names outcome, stage, what is waited for, what to do and the timeline', () => {
  const enriching: OnboardingStatus = {
    stage: 'enriching',
    outcome: 'registered',
    mobileNumber: '******3210',
    attention: { reason: 'iifl-access', cause: 'IIFL refused our credentials (HTTP 401)', since: at(1) },
    timeline: timeline('started', 'registered'),
  };
  expect(statusText(enriching, 'onboarding-1').split('\n')).toEqual([
    '******3210  registered (fetching the IIFL client profile)',
    '  needs attention since 2026-02-01 01:30:01: iifl-access (IIFL refuses our credentials or session), ' +
      'no retry by itself',
    '  cause: IIFL refused our credentials (HTTP 401)',
    "  what to do: renew IIFL's session or keys, or correct them, and restart the workers",
    '  then onboarding retry onboarding-1, or for all onboarding retry --attention iifl-access',
    '  2026-02-01 01:30:00  started',
    '  2026-02-01 01:30:01  registered',
  ]);
});

test('the result is masked and keeps names, documents and profiles for --json', () => {
  const text = resultText({
    outcome: 'registered',
    record: {
      mobileNumber: '9876543210',
      name: 'Asha Rao',
      kycVerified: true,
      registration: { code: '2', text: 'Customer Asha registered', confirmedBy: 'readBack' },
      profile: { pan: 'ABCDE1234F' },
      enrichment: 'enriched',
    },
  });
  expect(text.split('\n')).toEqual([
    'registered',
    '  mobile number  ******3210',
    '  KYC verified   yes',
    '  confirmed by   asking iServeU afterwards (code 2)',
    '  IIFL profile   enriched: IIFL profile attached',
    'The record holds personal data; --json prints it.',
  ]);
});

test('a rejection is shown with iServeU’s reason', () => {
  expect(resultText({ outcome: 'rejected', reason: 'Customer is blocked' })).toBe(
    'rejected by iServeU\n  iServeU says   Customer is blocked',
  );
});

test('a listed onboarding is one line; what needs attention says so', () => {
  const entry = { workflowId: 'onboarding-1', runId: 'r', execution: 'open', startedAt: at(0) } as const;
  const line = listLine({ ...entry, stage: 'checking', attention: 'iserveu-agent' });
  expect(line.split(/ {2,}/)).toEqual([
    'onboarding-1',
    'checking',
    '-',
    '2026-02-01 01:30:00',
    'needs attention: iserveu-agent',
  ]);
});

test.each([
  [{ execution: 'terminated' }, 'terminated'],
  [{ execution: 'completed', outcome: 'otpExpired' }, 'otpExpired'],
  [{ execution: 'open' }, '-'],
] as const)('the outcome column of %j is %s', (entry, shown) => {
  const line = listLine({ workflowId: 'onboarding-1', runId: 'r', startedAt: at(0), ...entry });
  expect(line.split(/ {2,}/)[2]).toBe(shown);
});
