import { describe, expect, test } from 'vitest';
import type { OnboardingStatus } from '../../src/contract/status.js';
import { describeStatus } from '../../src/workflows/describe-status.js';
import { indiaTime } from '../../src/workflows/india-time.js';

const ID = 'onboarding-0123';
const at = (second: number) => `2026-11-26T08:33:${String(second).padStart(2, '0')}.000Z`;

const AWAITING: OnboardingStatus = {
  stage: 'awaitingOtp',
  mobileNumber: '******3210',
  otp: {
    deadline: '2026-11-26T18:40:00.000Z',
    attemptsLeft: 4,
    lastProblem: 'refused',
    sends: 2,
    resendAvailableAt: at(59),
  },
  timeline: [
    { at: at(5), event: 'started' },
    { at: at(6), event: 'otpAwaited' },
  ],
};

test('a wait for the OTP: until when, attempts left, sends, when a new one can be sent, and the timeline', () => {
  expect(describeStatus(AWAITING, ID)).toBe(
    [
      '**waiting for the OTP** `******3210`',
      '',
      '- OTP until 27 Nov, 00:10:00 IST, 4 attempts left',
      '- last OTP refused',
      '- asked iServeU 2 times to send an OTP',
      '- a new OTP may be requested from 26 Nov, 14:03:59 IST',
      '',
      '| time | event |',
      '| --- | --- |',
      '| `26 Nov, 14:03:05 IST` | started |',
      '| `26 Nov, 14:03:06 IST` | waiting for the OTP |',
    ].join('\n'),
  );
});

describe('in attention', () => {
  const attention = {
    reason: 'iserveu-unavailable',
    cause: 'iServeU answered with HTTP 503',
    since: at(10),
    nextTryAt: '2026-11-26T08:50:00.000Z',
  } as const;
  const checking: OnboardingStatus = { stage: 'checking', mobileNumber: '******3210', attention, timeline: [] };

  test('reason, since when, next try, cause, what to do, and commands that can be run as they stand', () => {
    expect(describeStatus(checking, ID)).toBe(
      [
        '**asking iServeU whether the customer is registered** `******3210`',
        '',
        '**needs attention since 26 Nov, 14:03:10 IST: iserveu-unavailable (iServeU does not answer), ' +
          'next try at 26 Nov, 14:20:00 IST**',
        '',
        '- cause: iServeU answered with HTTP 503',
        '- what to do: wait, or call iServeU',
        `- then \`onboarding retry ${ID}\`, or for all \`onboarding retry --attention iserveu-unavailable\``,
      ].join('\n'),
    );
  });

  test('where nothing is tried by itself it says so', () => {
    const { nextTryAt: _nextTryAt, ...forGood } = attention;
    expect(describeStatus({ ...checking, attention: forGood }, ID)).toContain('no retry by itself**');
  });
});

test('the end: the outcome in words, and of a long timeline the newest 20 events, newest last', () => {
  const timeline = Array.from({ length: 30 }, (_, second) => ({ at: at(second), event: 'otpRefused' as const }));
  const closed = { stage: 'closed', outcome: 'otpAttemptsExhausted', mobileNumber: '******3210', timeline } as const;
  const lines = describeStatus(closed, ID).split('\n');
  expect(lines[0]).toBe('**ended: iServeU refused too many OTPs (closed)** `******3210`');
  const rows = lines.filter((line) => line.endsWith('| OTP refused |'));
  expect(rows).toHaveLength(20);
  expect(rows.at(-1)).toBe('| `26 Nov, 14:03:29 IST` | OTP refused |');
  expect(lines.at(-1)).toBe('The newest 20 of 30 events.');
});

test.each([
  ['2026-11-26T08:33:05.999Z', '26 Nov, 14:03:05 IST'],
  ['2026-12-31T18:30:00.000Z', '1 Jan, 00:00:00 IST'],
  ['2028-02-28T18:29:59.000Z', '28 Feb, 23:59:59 IST'],
  ['2028-02-28T18:30:00.000Z', '29 Feb, 00:00:00 IST'],
])('%s is %s in India', (iso, shown) => {
  expect(indiaTime(iso)).toBe(shown);
});
