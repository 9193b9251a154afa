import { describe, expect, test } from 'vitest';
import { readIserveuEnvironment } from '../../../src/config/iserveu.js';
import { EnvironmentReader } from '../../../src/config/environment.js';
import type { HttpResult } from '../../../src/providers/http/http-client.js';
import type { IserveuAuth } from '../../../src/providers/iserveu/config.js';
import { encrypt } from '../../../src/providers/iserveu/encryption.js';
import { readGetCustomerAnswer } from '../../../src/providers/iserveu/read-get-customer-answer.js';
import { readRegistrationAnswer } from '../../../src/providers/iserveu/read-registration-answer.js';
import { readSendOtpAnswer } from '../../../src/providers/iserveu/read-send-otp-answer.js';
import { answered, encryptedAuth, plainAuth, sealed } from '../support/answers.js';
import { HTTP_ROWS } from '../support/http-rows.js';
import { GET_CUSTOMER_ROWS } from './get-customer-rows.js';
import { REGISTRATION_ROWS } from './registration-rows.js';
import { SEND_OTP_ROWS } from './send-otp-rows.js';

/** The customer asked about. */
const MOBILE = '9876543210';
/** The default pattern, as operators get it. */
const { otpRefusedPattern } = readIserveuEnvironment(new EnvironmentReader({}));

const modes: [mode: string, auth: IserveuAuth, answer: (body: unknown) => HttpResult][] = [
  ['plain mode', plainAuth, answered],
  ['encrypted mode', encryptedAuth, sealed],
  ['encrypted mode, answered in the clear', encryptedAuth, answered],
];

for (const [mode, auth, answer] of modes) {
  describe(`get-customer in ${mode}`, () => {
    for (const { name, body, outcome } of GET_CUSTOMER_ROWS) {
      test(name, () => {
        expect(readGetCustomerAnswer(answer(body), auth, MOBILE)).toEqual(outcome);
      });
    }
  });

  describe(`process-customer-registration in ${mode}`, () => {
    for (const { name, body, outcome } of REGISTRATION_ROWS) {
      test(name, () => {
        expect(readRegistrationAnswer(answer(body), { auth, otpRefusedPattern }, MOBILE)).toEqual(outcome);
      });
    }
  });

  describe(`otp/send in ${mode}`, () => {
    for (const { name, body, outcome } of SEND_OTP_ROWS) {
      test(name, () => {
        expect(readSendOtpAnswer(answer(body), auth)).toEqual(outcome);
      });
    }
  });
}

for (const [mode, auth] of [
  ['plain mode', plainAuth],
  ['encrypted mode', encryptedAuth],
] as const) {
  describe(`HTTP in ${mode}`, () => {
    for (const { name, result, read, registration, sendOtp } of HTTP_ROWS) {
      test(name, () => {
        expect(readGetCustomerAnswer(result, auth, MOBILE)).toEqual(read);
        expect(readRegistrationAnswer(result, { auth, otpRefusedPattern }, MOBILE)).toEqual(registration);
        expect(readSendOtpAnswer(result, auth)).toEqual(sendOtp);
      });
    }
  });
}

describe('every 2xx is read as an answer', () => {
  for (const status of [200, 201, 202, 206, 299]) {
    test(`HTTP ${status}`, () => {
      const result = answered({ statusCode: '2' }, status);
      const registration = readRegistrationAnswer(result, { auth: plainAuth, otpRefusedPattern }, MOBILE);
      expect(readGetCustomerAnswer(result, plainAuth, MOBILE)).toMatchObject({ kind: 'found', statusCode: '2' });
      expect(registration).toMatchObject({ kind: 'registered', statusCode: '2' });
    });
  }
});

describe('ResponseData that is not an encrypted answer', () => {
  const key = encryptedAuth.encryptionKey.reveal();
  const otherKey = Buffer.alloc(32, 7);
  const success = JSON.stringify({ statusCode: '2' });
  const cause = 'the answer cannot be decoded';
  const rows: [string, unknown][] = [
    ['an encrypted null, as 404 and 503 replies have it', { ResponseData: encrypt('null', key) }],
    ['plain words, as 405 replies have it', { ResponseData: 'Invalid Request' }],
    ['encrypted words', { ResponseData: encrypt('Customer verified', key) }],
    ['an encrypted list', { ResponseData: encrypt(`[${success}]`, key) }],
    ['an encrypted empty text', { ResponseData: encrypt('', key) }],
    ['encrypted under another key', { ResponseData: encrypt(success, otherKey) }],
    ['cut off', { ResponseData: encrypt(success, key).slice(0, -8) }],
    ['empty', { ResponseData: '' }],
    ['null', { ResponseData: null, statusCode: '2' }],
    ['an object', { ResponseData: { statusCode: '2' } }],
  ];
  for (const [name, body] of rows) {
    test(name, () => {
      const result = answered(body);
      const auth = encryptedAuth;
      expect(readGetCustomerAnswer(result, auth, MOBILE)).toEqual({ kind: 'contractBroken', cause });
      expect(readRegistrationAnswer(result, { auth, otpRefusedPattern }, MOBILE)).toEqual({
        kind: 'unconfirmed',
        cause,
      });
      expect(readSendOtpAnswer(result, auth)).toEqual({ kind: 'unconfirmed' });
    });
  }
});

describe('encrypted answers are read although', () => {
  const key = encryptedAuth.encryptionKey.reveal();
  const success = JSON.stringify({ statusCode: '2' });
  for (const [name, body] of [
    ['noise follows the JSON', { ResponseData: encrypt(`${success}\u0000\u0010\u0010 noise`, key) }],
    ['spaces surround the JSON', { ResponseData: encrypt(`\ufeff \n${success}\n`, key) }],
    ['the envelope spells its field in another case', { responseData: encrypt(success, key) }],
    ['the base64 text has line ends', { ResponseData: encrypt(success, key).replace(/(.{20})/g, '$1\r\n') }],
  ] as const) {
    test(name, () => {
      const outcome = readGetCustomerAnswer(answered(body), encryptedAuth, MOBILE);
      expect(outcome).toMatchObject({ kind: 'found', statusCode: '2' });
    });
  }
});

test('an operator’s own pattern decides which -1 is a refused OTP', () => {
  const result = answered({ statusCode: '-1', statusDesc: 'Galat kod' });
  const read = (pattern: RegExp) =>
    readRegistrationAnswer(result, { auth: plainAuth, otpRefusedPattern: pattern }, MOBILE);
  expect(read(/galat kod/i)).toEqual({ kind: 'otpRefused' });
  expect(read(otpRefusedPattern)).toEqual({ kind: 'rejected', text: 'Galat kod' });
});
