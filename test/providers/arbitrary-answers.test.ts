import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HttpResult } from '../../src/providers/http/http-client.js';
import { readClientProfileAnswer } from '../../src/providers/iifl/read-client-profile-answer.js';
import type { IserveuAuth } from '../../src/providers/iserveu/config.js';
import { readGetCustomerAnswer } from '../../src/providers/iserveu/read-get-customer-answer.js';
import { readRegistrationAnswer } from '../../src/providers/iserveu/read-registration-answer.js';
import { readSendOtpAnswer } from '../../src/providers/iserveu/read-send-otp-answer.js';
import { answered, encryptedAuth, plainAuth, sealed } from './support/answers.js';

/** The customer asked about. */
const MOBILE = '9876543210';
const otpRefusedPattern = /otp/i;

const code = fc.oneof(
  fc.constantFrom('0', '1', '2', '3', '4', '-1', ' 2 ', '02', '2a', ''),
  fc.constantFrom(0, 1, 2, 3, 4, -1, 2.5, 1e300),
  fc.jsonValue(),
);
/** Objects that look like answers, with anything in any place. */
const iserveuBody = fc.record(
  {
    statusCode: code,
    'status-code': code,
    statusDesc: fc.oneof(fc.string(), fc.jsonValue()),
    KYCTypeFlag: fc.jsonValue(),
    mobileNumber: fc.oneof(fc.constantFrom(MOBILE, `+91${MOBILE}`, Number(MOBILE), '9876543211', ' '), fc.jsonValue()),
    ResponseData: fc.oneof(fc.base64String(), fc.jsonValue()),
    __proto__: fc.jsonValue(),
  },
  { requiredKeys: [] },
);
const iiflBody = fc.record(
  {
    head: fc.oneof(fc.record({ status: code, statusDescription: fc.string() }, { requiredKeys: [] }), fc.jsonValue()),
    body: fc.oneof(
      fc.record({ Status: code, Message: fc.string(), Mobile: fc.jsonValue() }, { requiredKeys: [] }),
      fc.jsonValue(),
    ),
  },
  { requiredKeys: [] },
);
const anyBody = fc.oneof(
  iserveuBody,
  iiflBody,
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
  fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1')),
);
const anyStatus = fc.oneof(fc.constant(200), fc.integer({ min: 200, max: 999 }));

const isOk = (status: number) => status >= 200 && status <= 299;

/** The code that a body holds by the plainest reading. */
function plainCode(body: unknown): string | undefined {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { statusCode, 'status-code': other } = Object(value) as Record<string, unknown>;
  return String(statusCode ?? other).trim();
}

/** Every way an answer can arrive: in the clear in both modes, and sealed. */
function arrivals(body: unknown, status: number): [result: HttpResult, auth: IserveuAuth][] {
  const arrived: [HttpResult, IserveuAuth][] = [
    [answered(body, status), plainAuth],
    [answered(body, status), encryptedAuth],
  ];
  return isOk(status) ? [...arrived, [sealed(body), encryptedAuth]] : arrived;
}

test('whatever iServeU answers, nothing throws, and no success is read that its code does not say', () => {
  fc.assert(
    fc.property(anyBody, anyStatus, (body, status) => {
      for (const [result, auth] of arrivals(body, status)) {
        const found = readGetCustomerAnswer(result, auth, MOBILE);
        if (found.kind === 'found') expect([isOk(status), found.statusCode]).toEqual([true, plainCode(body)]);
        const registered = readRegistrationAnswer(result, { auth, otpRefusedPattern }, MOBILE);
        if (registered.kind === 'registered') expect([isOk(status), plainCode(body)]).toEqual([true, '2']);
        const sent = readSendOtpAnswer(result, auth);
        if (sent.kind === 'sent') expect([isOk(status), plainCode(body)]).toEqual([true, '0']);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('whatever IIFL answers, nothing throws, and no profile is read without both codes 0', () => {
  fc.assert(
    fc.property(anyBody, anyStatus, (body, status) => {
      const outcome = readClientProfileAnswer(answered(body, status));
      if (outcome.kind !== 'found') return;
      const { head, body: inner } = body as { head: { status: unknown }; body: { Status: unknown } };
      expect([isOk(status), Number(head.status), Number(inner.Status)]).toEqual([true, 0, 0]);
    }),
    { numRuns: 2_000 },
  );
});

test('no cause repeats anything of an answer', () => {
  const marked = fc.stringMatching(/^QX[a-z0-9]{6}XQ$/);
  fc.assert(
    fc.property(marked, fc.constantFrom('-1', '4', '7', 'x', null), anyStatus, (mark, statusCode, status) => {
      const body = { statusCode: statusCode ?? { [mark]: mark }, statusDesc: [mark], [mark]: mark, head: mark };
      for (const [result, auth] of arrivals(body, status)) {
        for (const outcome of [
          readGetCustomerAnswer(result, auth, MOBILE),
          readRegistrationAnswer(result, { auth, otpRefusedPattern }, MOBILE),
          readSendOtpAnswer(result, auth),
          readClientProfileAnswer(result),
        ]) {
          expect(JSON.stringify(outcome)).not.toContain(mark);
        }
      }
    }),
  );
});

test('a body nested a hundred thousand levels deep is read without harm', () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  for (const body of [deep, `{"statusCode":${deep}}`, `{"x":${deep},"statusCode":"2"}`, `{"head":${deep}}`]) {
    expect(() => readGetCustomerAnswer(answered(body), plainAuth, MOBILE)).not.toThrow();
    expect(() => readClientProfileAnswer(answered(body))).not.toThrow();
  }
});
