import { afterEach, expect, test } from 'vitest';

import {
  startIserveuSimulator,
  type IserveuSimulator,
  type IserveuSimulatorOptions,
} from '../../../dev/simulators/index.js';
import { askIserveu, MOBILE_NUMBER, REGISTRATION, SEND_OTP } from './call.js';

let simulator: IserveuSimulator | undefined;
afterEach(async () => {
  await simulator?.stop();
});

async function start(options?: IserveuSimulatorOptions): Promise<IserveuSimulator> {
  simulator = await startIserveuSimulator(options);
  return simulator;
}

async function register(at: IserveuSimulator, otp: string): Promise<unknown> {
  const { statusCode, statusDesc } = await askIserveu(at, 'processCustomerRegistration', { ...REGISTRATION, otp });
  return [statusCode, statusDesc];
}

const REGISTERED = ['2', 'Customer verified successfully and Ovd Data Updated'];

test('code 123456 is valid without a send, once', async () => {
  const at = await start();
  expect(at.currentOtp(MOBILE_NUMBER)).toBe('123456');
  expect(await register(at, '123456')).toEqual(REGISTERED);
  expect(at.currentOtp(MOBILE_NUMBER)).toBeUndefined();
  expect(await register(at, '123456')).toEqual(['-1', 'OTP already used']);
  expect(at.customer(MOBILE_NUMBER).registrations).toBe(1);
});

test('a wrong code is refused and does not use the right one up', async () => {
  const at = await start({ wrongOtpText: 'Please enter a correct pass code' });
  expect(await register(at, '000000')).toEqual(['-1', 'Please enter a correct pass code']);
  expect(await register(at, '123456')).toEqual(REGISTERED);
});

test('with defaultOtp null no code is valid before a send', async () => {
  const at = await start({ defaultOtp: null });
  expect(await register(at, '123456')).toEqual(['-1', 'Invalid OTP']);
  await askIserveu(at, 'sendOtp', SEND_OTP);
  expect(await register(at, '100001')).toEqual(REGISTERED);
});

test('each send makes a new code, tells it, and ends the one before', async () => {
  const sent: unknown[] = [];
  const at = await start({ onOtpSent: (code) => sent.push(code) });
  at.setNextOtps(MOBILE_NUMBER, ['111111', '222222']);
  expect(await askIserveu(at, 'sendOtp', SEND_OTP)).toEqual({
    status: 'SUCCESS',
    statusCode: '0',
    statusDesc: 'OTP Sent Successfully.',
  });
  await askIserveu(at, 'sendOtp', SEND_OTP);
  expect(sent).toEqual([
    { mobileNumber: MOBILE_NUMBER, otp: '111111' },
    { mobileNumber: MOBILE_NUMBER, otp: '222222' },
  ]);
  expect(await register(at, '123456')).toEqual(['-1', 'Invalid OTP']);
  expect(await register(at, '111111')).toEqual(['-1', 'Invalid OTP']);
  expect(await register(at, '222222')).toEqual(REGISTERED);
});

test('a spent code is refused as used until the next send', async () => {
  const at = await start();
  at.spendOtp(MOBILE_NUMBER);
  expect(await register(at, '123456')).toEqual(['-1', 'OTP already used']);
  await askIserveu(at, 'sendOtp', SEND_OTP);
  expect(await register(at, '123456')).toEqual(REGISTERED);
});

test('a code that was set is the only valid one, for its mobile number alone', async () => {
  const at = await start();
  at.setOtp(MOBILE_NUMBER, '777777');
  expect(await register(at, '123456')).toEqual(['-1', 'Invalid OTP']);
  expect(at.currentOtp('9876543211')).toBe('123456');
  expect(await register(at, '777777')).toEqual(REGISTERED);
});
