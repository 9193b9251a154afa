import type { RegistrationOutcome } from '../../../src/providers/iserveu/outcomes.js';
import type { AnswerRow } from '../support/answers.js';
import { mobileNumberRows } from './mobile-number-rows.js';

const customer = { name: 'Asha Rao', mobileNumber: '9876543210' };
const params = { paramA: '', paramB: '', paramC: '' };
const REGISTERED = 'Customer verified successfully and Ovd Data Updated';
const SERVER_ISSUE = 'Internal Server Issue, Kindly Try After Sometime';
const UNKNOWN_CODE = 'statusCode is not one of the documented codes';

const failed = (statusDesc: string) => ({ ...customer, statusCode: '-1', statusDesc, status: 'FAILED', ...params });
const otpRefused = (statusDesc: string): AnswerRow<RegistrationOutcome> => ({
  name: `code -1, "${statusDesc}"`,
  body: failed(statusDesc),
  outcome: { kind: 'otpRefused' },
});
const rejected = (statusDesc: string): AnswerRow<RegistrationOutcome> => ({
  name: `code -1, "${statusDesc}"`,
  body: failed(statusDesc),
  outcome: { kind: 'rejected', text: statusDesc },
});

/** Answers of process-customer-registration. iServeU documents none for a wrong code; those texts are examples. */
export const REGISTRATION_ROWS: AnswerRow<RegistrationOutcome>[] = [
  {
    name: 'code 2, registered',
    body: {
      ...customer,
      statusCode: '2',
      statusDesc: REGISTERED,
      KYCTypeFlag: true,
      status: 'SUCCESS',
      ...params,
    },
    outcome: { kind: 'registered', statusCode: '2', text: REGISTERED, kycFlag: true },
  },
  rejected('Name Must Not Be Empty or Null'),
  rejected('Mobile number must Not Be Empty or Null'),
  {
    name: 'code 4, internal server issue',
    body: { ...customer, statusCode: '4', statusDesc: SERVER_ISSUE, KYCTypeFlag: false, status: 'FAILED', ...params },
    outcome: { kind: 'serverIssue' },
  },
  {
    name: 'code 4 with a leading space',
    body: { ...customer, statusCode: ' 4', statusDesc: SERVER_ISSUE, KYCTypeFlag: false, status: 'FAILED', ...params },
    outcome: { kind: 'serverIssue' },
  },
  {
    name: 'code -1, user not onboarded',
    body: failed('User not onboarded'),
    outcome: { kind: 'agentNotSetUp' },
  },
  {
    name: 'code -1, username empty',
    body: failed('Username Must not be Empty'),
    outcome: { kind: 'agentNotSetUp' },
  },
  otpRefused('Invalid OTP'),
  otpRefused('otp expired'),
  otpRefused('OTP already validated'),
  otpRefused('The one time password is wrong'),
  otpRefused('One-Time-Password mismatch'),
  otpRefused('Passcode does not match'),
  otpRefused('Wrong pass code'),
  otpRefused('Please enter the verification code again'),
  otpRefused('Expired code'),
  rejected('Invalid pincode'),
  rejected('Invalid Aadhaar number'),
  rejected('Stopped'),
  {
    name: 'OTP words together with set-up words: the code was refused',
    body: failed('Invalid OTP or User not onboarded'),
    outcome: { kind: 'otpRefused' },
  },
  {
    name: 'OTP words across a line end',
    body: failed('one\u0000time password'),
    outcome: { kind: 'otpRefused' },
  },
  {
    name: 'OTP words after the first 350 characters do not count',
    body: failed(`${'a'.repeat(351)} invalid otp`),
    outcome: { kind: 'rejected', text: 'a'.repeat(350) },
  },
  {
    name: 'OTP words beside code 2: the code counts',
    body: { statusCode: '2', statusDesc: 'OTP verified' },
    outcome: { kind: 'registered', statusCode: '2', text: 'OTP verified' },
  },
  {
    name: 'OTP words beside code 4: the code counts',
    body: { statusCode: 4, statusDesc: 'Invalid OTP' },
    outcome: { kind: 'serverIssue' },
  },
  {
    name: 'code 2 as a number, flag in its other spelling',
    body: { statusCode: 2, statusDesc: REGISTERED, kyctypeFlag: 'true' },
    outcome: { kind: 'registered', statusCode: '2', text: REGISTERED, kycFlag: true },
  },
  {
    name: 'code 2 without flag and text',
    body: { statusCode: '2', status: 'FAILED' },
    outcome: { kind: 'registered', statusCode: '2', text: '' },
  },
  {
    name: 'code -1 without a text',
    body: { statusCode: '-1', status: 'FAILED' },
    outcome: { kind: 'rejected', text: '' },
  },
  ...['0', '1', '3', '5', '-2', '22', '2.0', 'SUCCESS'].map((statusCode): AnswerRow<RegistrationOutcome> => ({
    name: `code ${statusCode}, which this call does not have`,
    body: { statusCode, statusDesc: REGISTERED, KYCTypeFlag: true, status: 'SUCCESS' },
    outcome: { kind: 'contractBroken', cause: UNKNOWN_CODE },
  })),
  {
    name: 'no code',
    body: { statusDesc: REGISTERED, KYCTypeFlag: true, status: 'SUCCESS' },
    outcome: { kind: 'contractBroken', cause: 'statusCode is missing or of the wrong type' },
  },
  {
    name: 'a text that is a list',
    body: { statusCode: '-1', statusDesc: ['Invalid OTP'] },
    outcome: { kind: 'contractBroken', cause: 'statusDesc is missing or of the wrong type' },
  },
  ...mobileNumberRows<RegistrationOutcome>(
    { statusCode: '2', statusDesc: REGISTERED },
    { kind: 'registered', statusCode: '2', text: REGISTERED },
  ),
  ...['-1', '4'].map((statusCode): AnswerRow<RegistrationOutcome> => ({
    name: `code ${statusCode} about another number`,
    body: { statusCode, statusDesc: 'Invalid OTP', mobileNumber: '9876543211' },
    outcome: { kind: 'contractBroken', cause: "mobileNumber is another customer's" },
  })),
];
