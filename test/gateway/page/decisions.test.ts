import { describe, expect, test } from 'vitest';
import type { OnboardingStatus } from '../../../src/contract/status.js';

/** The page's modules are JavaScript that the page's own tsconfig checks; these are the types that the tests use. */
interface Modules {
  'time.js': {
    skewOf: (date: string | null, nowMs: number) => number | undefined;
    secondsUntil: (iso: string, serverNowMs: number) => number;
    clockText: (seconds: number) => string;
    pauseMs: (failures: number) => number;
    warningBetween: (before: number, now: number) => number | undefined;
  };
  'answers.js': {
    meaningOf: (reply: { status: number; retryAfter: string | null; body?: unknown; problem?: string }) => unknown;
    problemIn: (type: string | null, body: unknown) => string | undefined;
  };
  'events.js': { splitEvents: (text: string) => unknown };
  'typed-otp.js': { otpIn: (text: string) => string };
  'texts/en.js': { texts: Record<string, string | string[]> };
  'texts/hi.js': { texts: Record<string, string | string[]> };
  'state.js': {
    viewOf: (state: object) => string;
    problemOf: (state: object) => string | undefined;
    withStatus: (state: object, status: OnboardingStatus) => object;
    withSubmission: (state: object) => object;
    withAnswer: (state: object, answer: object) => object;
  };
}

async function load<Name extends keyof Modules>(name: Name): Promise<Modules[Name]> {
  const url = new URL(`../../../src/gateway/page/public/${name}`, import.meta.url).href;
  return (await import(url)) as Modules[Name];
}

const { skewOf, secondsUntil, clockText, pauseMs, warningBetween } = await load('time.js');
const { meaningOf, problemIn } = await load('answers.js');
const { splitEvents } = await load('events.js');
const { otpIn } = await load('typed-otp.js');
const { viewOf, problemOf, withStatus, withSubmission, withAnswer } = await load('state.js');

const NOON = '2026-11-21T12:00:00.000Z';
const NOON_MS = Date.parse(NOON);

describe('time', () => {
  test.each([
    [0, '0:00'],
    [9, '0:09'],
    [65, '1:05'],
    [600, '10:00'],
    [3_600, '1:00:00'],
    [90_061, '25:01:01'],
  ])('%i s are shown as %s', (seconds, text) => {
    expect(clockText(seconds)).toBe(text);
  });

  test('a deadline that is past is 0 s away', () => {
    expect(secondsUntil(NOON, NOON_MS + 5_000)).toBe(0);
    expect(secondsUntil(NOON, NOON_MS - 5_000)).toBe(5);
  });

  test('a phone that is an hour behind is 3,600 s behind, to half a second; no Date, no news', () => {
    expect(skewOf('Sat, 21 Nov 2026 12:00:00 GMT', NOON_MS - 3_600_000)).toBe(3_600_500);
    expect(skewOf(null, NOON_MS)).toBeUndefined();
    expect(skewOf('soon', NOON_MS)).toBeUndefined();
  });

  test('pauses grow to 15 s', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 60].map(pauseMs)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  });

  test('screen readers hear of the time twice: at 60 s and at 30 s, not at the start and not when it begins anew', () => {
    const warnings = Array.from({ length: 600 }, (_, index) => warningBetween(600 - index, 599 - index));
    expect(warnings.filter((warning) => warning !== undefined)).toEqual([60, 30]);
    expect([warningBetween(0, 20), warningBetween(10, 600), warningBetween(61, 0)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('an answer to an OTP', () => {
  const fate = { result: 'refused', attemptsLeft: 4 };
  const ours = (name: string, status: number) => ({ status, problem: name, body: { type: `/docs/errors/${name}` } });
  test.each([
    [
      { status: 200, body: fate },
      { kind: 'fate', fate },
    ],
    [{ status: 202, body: {} }, { kind: 'taken' }],
    [ours('invalid-request', 400), { kind: 'notTaken', problem: 'malformed' }],
    [ours('not-authenticated', 401), { kind: 'dead' }],
    [ours('not-allowed', 403), { kind: 'dead' }],
    [ours('onboarding-not-found', 404), { kind: 'dead' }],
    [ours('onboarding-closed', 409), { kind: 'taken' }],
    [ours('otp-not-awaited', 409), { kind: 'notTaken' }],
    [ours('otp-malformed', 422), { kind: 'notTaken', problem: 'malformed' }],
    [ours('otp-repeated', 422), { kind: 'notTaken', problem: 'repeated' }],
    [ours('too-many-requests', 429), { kind: 'later', waitMs: 7_000 }],
    [ours('no-worker-answered', 503), { kind: 'later', waitMs: 7_000 }],
  ])('%j means %j', (reply, meaning) => {
    expect(meaningOf({ retryAfter: '7', ...reply })).toEqual(meaning);
  });

  test.each([200, 202, 302, 400, 401, 403, 404, 408, 409, 422, 500, 502])(
    '%i of a firewall, a balancer or a captive portal means: ask again',
    (status) => {
      expect(meaningOf({ status, retryAfter: null })).toEqual({ kind: 'later', waitMs: 0 });
    },
  );

  test('only a problem document with a type of the gateway is its own', () => {
    const body = { type: '/docs/errors/not-allowed' };
    expect(problemIn('application/problem+json; charset=utf-8', body)).toBe('not-allowed');
    expect(problemIn('application/problem+json', { type: `https://gateway.example${body.type}` })).toBe('not-allowed');
    for (const type of ['text/html', 'application/json', null]) expect(problemIn(type, body)).toBeUndefined();
    for (const other of [null, {}, { type: 'about:blank' }, { type: 'https://waf.example/not-allowed' }]) {
      expect(problemIn('application/problem+json', other)).toBeUndefined();
    }
  });

  test('a Retry-After that is no number of seconds asks for no longer pause', () => {
    expect(meaningOf({ status: 503, retryAfter: 'Sat, 21 Nov 2026 12:00:00 GMT', body: '' })).toMatchObject({
      waitMs: 0,
    });
  });
});

describe('what is typed or pasted', () => {
  test.each([
    ['123456', '123456'],
    ['12', '12'],
    ['१२३४५६', '123456'],
    ['৭৩৪৯৫৬', '734956'],
    ['௭௩௪௯௫௬', '734956'],
    ['౭౩౪౯౫౬', '734956'],
    ['123 456', '123456'],
    ['1-2-3-4-5-6', '123456'],
    ['Your OTP is 123456', '123456'],
    ['Your OTP is 123456. Valid for 10 minutes. Call 18001234567', '123456'],
    ['<#> 1234 is your code', '1234'],
    ['Rs 5000 to be sent: OTP 734956', '734956'],
    ['1234a', '1234'],
    ['12345678901', '1234567890'],
    ['hello', ''],
  ])('%j is the OTP %j', (text, otp) => {
    expect(otpIn(text)).toBe(otp);
  });
});

test('events are split where they end; what is cut off waits for the rest', () => {
  const text = 'retry: 3000\n\n: still here\n\nid: a\nevent: status\ndata: {"x":1}\n\nid: b\nda';
  expect(splitEvents(text)).toEqual({ events: [{}, {}, { id: 'a', data: '{"x":1}' }], rest: 'id: b\nda' });
});

test('each text of one language has its counterpart, with the same placeholders', async () => {
  const shape = ({ texts }: { texts: object }) =>
    Object.entries(texts).map(([key, text]) => [key, [text].flat().map((one) => String(one).match(/\{\w+\}/g))]);
  expect(shape(await load('texts/hi.js'))).toEqual(shape(await load('texts/en.js')));
});

describe('what was sent from this page', () => {
  const status = (others: Partial<OnboardingStatus> = {}): OnboardingStatus => ({
    stage: 'awaitingOtp',
    mobileNumber: '******3210',
    otp: { deadline: NOON, attemptsLeft: 5, sends: 0 },
    timeline: [{ at: NOON, event: 'otpAwaited' }],
    ...others,
  });
  const waiting = withStatus({}, status());
  const sent = withSubmission(waiting);
  const refused = withAnswer(sent, { kind: 'fate', fate: { result: 'refused', attemptsLeft: 4 } });
  const later = status({ otp: { deadline: NOON, attemptsLeft: 4, sends: 0, lastProblem: 'refused' } });

  test('is being tried until its answer, whatever the events say meanwhile', () => {
    expect(viewOf(waiting)).toBe('code');
    expect(viewOf(sent)).toBe('trying');
    expect(viewOf(withStatus(sent, later))).toBe('trying');
  });

  test('a refusal shows at once, also when an older "registering" comes behind it', () => {
    expect([viewOf(refused), problemOf(refused)]).toEqual(['code', 'refused']);
    const older = withStatus(refused, status({ stage: 'registering' }));
    expect([viewOf(older), problemOf(older)]).toEqual(['code', 'refused']);
    expect(withStatus(older, later)).toMatchObject({ submission: undefined });
  });

  test('a refusal of the last try waits for the outcome', () => {
    const last = withAnswer(sent, { kind: 'fate', fate: { result: 'refused', attemptsLeft: 0 } });
    expect(viewOf(last)).toBe('trying');
    expect(viewOf(withStatus(last, status({ stage: 'closed', outcome: 'otpAttemptsExhausted' })))).toBe(
      'otpAttemptsExhausted',
    );
  });

  test('a code that is on its way waits for a status that tells more', () => {
    const taken = withAnswer(sent, { kind: 'taken' });
    expect(viewOf(withStatus(taken, status()))).toBe('trying');
    expect(viewOf(withStatus(taken, later))).toBe('code');
  });

  test('a later status takes back what was wrong with a code that cost nothing', () => {
    const malformed = withAnswer(sent, { kind: 'notTaken', problem: 'malformed' });
    expect([viewOf(malformed), problemOf(malformed)]).toEqual(['code', 'malformed']);
    expect(problemOf(withStatus(malformed, status()))).toBe('malformed');
    expect(problemOf(withStatus(malformed, later))).toBe('refused');
  });
});
