import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startIserveuSimulator, type IserveuSimulator } from '../../../dev/simulators/index.js';
import {
  askIserveu,
  call,
  callIserveu,
  GET_CUSTOMER,
  MOBILE_NUMBER,
  PLAIN_HEADERS,
  REGISTRATION,
  SEND_OTP,
} from './call.js';

let simulator: IserveuSimulator;
beforeAll(async () => {
  simulator = await startIserveuSimulator();
});
afterAll(async () => {
  await simulator.stop();
});
beforeEach(() => {
  simulator.reset();
});

describe('get-customer', () => {
  test.each([
    ['notExisting', '0', 'customer Not Exits,kindly onboard', false],
    ['notVerified', '1', 'Customer created but not verified', false],
    ['verified', '2', 'Customer verified successfully', true],
    ['ovdNotVerified', '3', 'Customer verified successfully', false],
  ] as const)('a customer who is %s is answered with code %s', async (state, statusCode, statusDesc, KYCTypeFlag) => {
    simulator.setCustomer({ mobileNumber: MOBILE_NUMBER, state });
    expect(await askIserveu(simulator, 'getCustomer', GET_CUSTOMER)).toEqual({
      mobileNumber: MOBILE_NUMBER,
      statusCode,
      statusDesc,
      KYCTypeFlag,
      status: 'SUCCESS',
    });
  });

  test.each([
    [{ username: '' }, 'Username Must not be Empty'],
    [{ username: undefined }, 'Username Must not be Empty'],
    [{ username: 'nobody' }, 'User not onboarded'],
    [{ mobileNumber: '5876543210' }, 'Invalid mobile number'],
    [{ mobileNumber: undefined }, 'Invalid mobile number'],
    [{ latlong: undefined }, 'Latlong Must not be Empty'],
    [{ publicIP: '' }, 'PublicIP Must not be Empty'],
  ])('%j fails with -1 "%s"', async (change, statusDesc) => {
    const json = await askIserveu(simulator, 'getCustomer', { ...GET_CUSTOMER, ...change });
    expect(json).toMatchObject({ status: 'FAILED', statusCode: '-1', statusDesc, KYCTypeFlag: false });
  });
});

describe('process-customer-registration', () => {
  test('registers with code 2, and get-customer then answers 2 with the name', async () => {
    const fields = { ...REGISTRATION, paramA: 'a' };
    expect(await askIserveu(simulator, 'processCustomerRegistration', fields)).toEqual({
      name: 'Asha Rao',
      mobileNumber: MOBILE_NUMBER,
      statusCode: '2',
      statusDesc: 'Customer verified successfully and Ovd Data Updated',
      KYCTypeFlag: true,
      status: 'SUCCESS',
      paramA: 'a',
      paramB: '',
      paramC: '',
    });
    expect(await askIserveu(simulator, 'getCustomer', GET_CUSTOMER)).toMatchObject({
      statusCode: '2',
      name: 'Asha Rao',
    });
    expect(simulator.customer(MOBILE_NUMBER)).toMatchObject({ state: 'verified', registrations: 1 });
  });

  test.each([
    [{ name: ' ' }, 'Name Must Not Be Empty or Null'],
    [{ mobileNumber: '' }, 'Mobile number must Not Be Empty or Null'],
    [{ mobileNumber: '123' }, 'Invalid mobile number'],
    [{ username: 'nobody' }, 'User not onboarded'],
    [{ username: '' }, 'Username Must not be Empty'],
    [{ otp: '' }, 'OTP Must Not Be Empty or Null'],
    [{ ovdType: 'Aadhaar Card', ovdData: '123' }, 'Invalid ovdData'],
    [{ ovdType: 'Aadhaar Card' }, 'ovdType and ovdData Must be given together'],
  ])('%j fails with -1 "%s" and registers nobody', async (change, statusDesc) => {
    const json = await askIserveu(simulator, 'processCustomerRegistration', { ...REGISTRATION, ...change });
    expect(json).toMatchObject({ status: 'FAILED', statusCode: '-1', statusDesc });
    expect(simulator.customer(MOBILE_NUMBER).registrations).toBe(0);
  });

  test.each([
    ['an empty name', { name: '' }, false],
    ['a wrong code', { otp: '000000' }, true],
  ])('the failure for %s, %j, has a KYC flag: %s', async (_, change, hasFlag) => {
    const json = await askIserveu(simulator, 'processCustomerRegistration', { ...REGISTRATION, ...change });
    expect('KYCTypeFlag' in json).toBe(hasFlag);
  });

  test('with stateWithoutOvd ovdNotVerified a customer is 3 without a document and 2 with one', async () => {
    const strict = await startIserveuSimulator({ stateWithoutOvd: 'ovdNotVerified' });
    try {
      const without = await askIserveu(strict, 'processCustomerRegistration', REGISTRATION);
      expect(without).toMatchObject({ statusCode: '2', KYCTypeFlag: false });
      expect(await askIserveu(strict, 'getCustomer', GET_CUSTOMER)).toMatchObject({ statusCode: '3' });

      strict.setOtp(MOBILE_NUMBER, '654321');
      const document = { otp: '654321', ovdType: 'Aadhaar Card', ovdData: '234123412346' };
      await askIserveu(strict, 'processCustomerRegistration', { ...REGISTRATION, ...document });
      expect(await askIserveu(strict, 'getCustomer', GET_CUSTOMER)).toMatchObject({ statusCode: '2' });
    } finally {
      await strict.stop();
    }
  });
});

describe('otp/send', () => {
  test.each([
    [{ customerMobileNumber: undefined, mobileNumber: MOBILE_NUMBER }, 'Invalid mobile number'],
    [{ latLong: undefined, latlong: '20.29,85.82' }, 'LatLong Must not be Empty'],
    [{ otpType: '2' }, 'Invalid otpType'],
    [{ username: 'nobody' }, 'User not onboarded'],
  ])('%j fails with -1 "%s"', async (change, statusDesc) => {
    expect(await askIserveu(simulator, 'sendOtp', { ...SEND_OTP, ...change })).toEqual({
      status: 'FAILED',
      statusCode: '-1',
      statusDesc,
    });
  });
});

describe('the gateway in plain mode', () => {
  test.each([{ client_id: 'other' }, { client_secret: 'other' }, { client_id: '' }])(
    '%j in the headers is answered with 401 and a numeric status, and nothing is processed',
    async (change) => {
      const headers = { ...PLAIN_HEADERS, ...change };
      const { status, text } = await callIserveu(simulator, 'processCustomerRegistration', REGISTRATION, { headers });
      expect({ status, json: JSON.parse(text) as unknown }).toMatchObject({ status: 401, json: { status: -1 } });
      expect(simulator.customer(MOBILE_NUMBER).registrations).toBe(0);
      expect(simulator.journal.entries.at(-1)).toMatchObject({ processed: false });
    },
  );

  test.each([
    ['another content type', 400, { headers: { ...PLAIN_HEADERS, 'content-type': 'text/plain' } }],
    ['another method', 405, { method: 'PUT' }],
  ])('%s is answered with %i', async (_, status, options) => {
    expect((await callIserveu(simulator, 'getCustomer', GET_CUSTOMER, options)).status).toBe(status);
  });

  test('a field that is no string is answered with 400', async () => {
    const fields = { ...GET_CUSTOMER, mobileNumber: 9876543210 };
    expect((await callIserveu(simulator, 'getCustomer', fields)).status).toBe(400);
  });

  test.each(['', 'no json', '[]'])('the body %j is answered with 400', async (body) => {
    const { status } = await call(simulator.url + simulator.pathnames.getCustomer, body, { headers: PLAIN_HEADERS });
    expect(status).toBe(400);
  });

  test('an unknown path is answered with 404', async () => {
    expect((await call(`${simulator.url}/elsewhere`, '{}', { headers: PLAIN_HEADERS })).status).toBe(404);
  });

  test('paths can be set, and the usual one is then unknown', async () => {
    const live = await startIserveuSimulator({ pathnames: { getCustomer: '/common/dmt-lite/customer/get-customer' } });
    try {
      expect(await askIserveu(live, 'getCustomer', GET_CUSTOMER)).toMatchObject({ statusCode: '0' });
      const usual = live.url + simulator.pathnames.getCustomer;
      expect((await call(usual, JSON.stringify(GET_CUSTOMER), { headers: PLAIN_HEADERS })).status).toBe(404);
    } finally {
      await live.stop();
    }
  });
});
