import { textOf } from '../shared/provider.js';
import { customerFailure, EMPTY_NAME, echoedParameters, registrationFailure, sendOtpFailure } from './answers.js';
import { STATE_CODES, type Customers, type CustomerState } from './customers.js';
import type { OneTimeCodes } from './one-time-codes.js';

/** What one simulator knows, and how it was told to behave. */
export interface IserveuState {
  customers: Customers;
  codes: OneTimeCodes;
  agents: ReadonlySet<string>;
  texts: { wrongOtp: string; usedOtp: string };
  /** What a customer is after registering without an officially valid document. */
  stateWithoutOvd: 'verified' | 'ovdNotVerified';
  onOtpSent: (sent: { mobileNumber: string; otp: string }) => void;
}

type Fields = Readonly<Record<string, unknown>>;

const MOBILE_NUMBER = /^[6-9]\d{9}$/;
const INVALID_MOBILE_NUMBER = 'Invalid mobile number';

const STATE_TEXTS: Readonly<Record<CustomerState, string>> = {
  notExisting: 'customer Not Exits,kindly onboard',
  notVerified: 'Customer created but not verified',
  verified: 'Customer verified successfully',
  // The same text as for `verified`: only the code tells them apart.
  ovdNotVerified: 'Customer verified successfully',
};

export function getCustomer(fields: Fields, state: IserveuState): object {
  const mobileNumber = textOf(fields, 'mobileNumber');
  const problem =
    agentProblem(fields, state) ??
    (MOBILE_NUMBER.test(mobileNumber) ? undefined : INVALID_MOBILE_NUMBER) ??
    firstEmpty(fields, { latlong: 'Latlong Must not be Empty', publicIP: 'PublicIP Must not be Empty' });
  if (problem !== undefined) return customerFailure(mobileNumber, '-1', problem);

  const customer = state.customers.get(mobileNumber);
  return {
    ...(customer.name !== undefined && { name: customer.name }),
    mobileNumber,
    statusCode: STATE_CODES[customer.state],
    statusDesc: STATE_TEXTS[customer.state],
    KYCTypeFlag: customer.state === 'verified',
    status: 'SUCCESS',
  };
}

export function processCustomerRegistration(fields: Fields, state: IserveuState): object {
  const mobileNumber = textOf(fields, 'mobileNumber');
  const name = textOf(fields, 'name');
  const problem =
    firstEmpty(fields, {
      name: EMPTY_NAME,
      mobileNumber: 'Mobile number must Not Be Empty or Null',
    }) ??
    agentProblem(fields, state) ??
    (MOBILE_NUMBER.test(mobileNumber) ? undefined : INVALID_MOBILE_NUMBER) ??
    firstEmpty(fields, {
      latlong: 'Latlong Must not be Empty',
      publicIP: 'PublicIP Must not be Empty',
      otp: 'OTP Must Not Be Empty or Null',
    }) ??
    ovdProblem(fields) ??
    otpProblem(mobileNumber, textOf(fields, 'otp'), state);
  if (problem !== undefined) return registrationFailure(fields, '-1', problem);

  const verified = state.stateWithoutOvd === 'verified' || textOf(fields, 'ovdData') !== '';
  state.codes.spend(mobileNumber);
  state.customers.register(mobileNumber, name, verified ? 'verified' : 'ovdNotVerified');
  return {
    name,
    mobileNumber,
    statusCode: '2',
    statusDesc: 'Customer verified successfully and Ovd Data Updated',
    KYCTypeFlag: verified,
    status: 'SUCCESS',
    ...echoedParameters(fields),
  };
}

export function sendOtp(fields: Fields, state: IserveuState): object {
  const mobileNumber = textOf(fields, 'customerMobileNumber');
  const problem =
    agentProblem(fields, state) ??
    (MOBILE_NUMBER.test(mobileNumber) ? undefined : INVALID_MOBILE_NUMBER) ??
    firstEmpty(fields, { latLong: 'LatLong Must not be Empty', publicIP: 'PublicIP Must not be Empty' }) ??
    (textOf(fields, 'otpType') === '1' ? undefined : 'Invalid otpType') ??
    ovdProblem(fields);
  if (problem !== undefined) return sendOtpFailure(problem);

  state.onOtpSent({ mobileNumber, otp: state.codes.send(mobileNumber) });
  return { status: 'SUCCESS', statusCode: '0', statusDesc: 'OTP Sent Successfully.' };
}

function agentProblem(fields: Fields, { agents }: IserveuState): string | undefined {
  const username = textOf(fields, 'username');
  if (username === '') return 'Username Must not be Empty';
  return agents.has(username) ? undefined : 'User not onboarded';
}

function firstEmpty(fields: Fields, texts: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(texts).find(([name]) => textOf(fields, name) === '')?.[1];
}

function ovdProblem(fields: Fields): string | undefined {
  const ovdType = textOf(fields, 'ovdType');
  const ovdData = textOf(fields, 'ovdData');
  if ((ovdType === '') !== (ovdData === '')) return 'ovdType and ovdData Must be given together';
  return ovdType === 'Aadhaar Card' && !/^\d{12}$/.test(ovdData) ? 'Invalid ovdData' : undefined;
}

function otpProblem(mobileNumber: string, otp: string, { codes, texts }: IserveuState): string | undefined {
  const found = codes.check(mobileNumber, otp);
  if (found === 'wrong') return texts.wrongOtp;
  return found === 'used' ? texts.usedOtp : undefined;
}
