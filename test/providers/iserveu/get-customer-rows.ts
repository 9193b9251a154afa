import type { GetCustomerOutcome } from '../../../src/providers/iserveu/outcomes.js';
import type { AnswerRow } from '../support/answers.js';
import { mobileNumberRows } from './mobile-number-rows.js';

const customer = { name: 'Asha Rao', mobileNumber: '9876543210' };
const VERIFIED = 'Customer verified successfully';
const NOT_EXISTING = 'customer Not Exits,kindly onboard';
const UNKNOWN_CODE = 'statusCode is not one of the documented codes';
const SERVER_ISSUE = 'iServeU reports an internal server issue (code 4)';

/** Answers of get-customer. Source: the samples and the table of iServeU's page, and the quirks known of it. */
export const GET_CUSTOMER_ROWS: AnswerRow<GetCustomerOutcome>[] = [
  {
    name: 'code 0, customer does not exist',
    body: { ...customer, statusCode: '0', statusDesc: NOT_EXISTING, KYCTypeFlag: false, status: 'SUCCESS' },
    outcome: { kind: 'found', statusCode: '0', text: NOT_EXISTING, kycFlag: false },
  },
  {
    name: 'code 1, created but not verified',
    body: {
      ...customer,
      statusCode: '1',
      statusDesc: 'Customer created but not verified',
      KYCTypeFlag: false,
      status: 'SUCCESS',
    },
    outcome: { kind: 'found', statusCode: '1', text: 'Customer created but not verified', kycFlag: false },
  },
  {
    name: 'code 2, created and verified, OVD verified',
    body: { ...customer, statusCode: '2', statusDesc: VERIFIED, KYCTypeFlag: true, status: 'SUCCESS' },
    outcome: { kind: 'found', statusCode: '2', text: VERIFIED, kycFlag: true },
  },
  {
    name: 'code 3, created and verified, OVD not verified, with the text of code 2',
    body: { ...customer, statusCode: '3', statusDesc: VERIFIED, KYCTypeFlag: false, status: 'SUCCESS' },
    outcome: { kind: 'found', statusCode: '3', text: VERIFIED, kycFlag: false },
  },
  {
    name: 'code -1, invalid mobile number',
    body: {
      mobileNumber: '9876543210',
      statusCode: '-1',
      statusDesc: 'Invalid mobile number',
      KYCTypeFlag: false,
      status: 'FAILED',
    },
    outcome: { kind: 'rejected', text: 'Invalid mobile number' },
  },
  {
    name: 'code -1, username empty',
    body: { statusCode: '-1', statusDesc: 'Username Must not be Empty', KYCTypeFlag: false, status: 'FAILED' },
    outcome: { kind: 'agentNotSetUp' },
  },
  {
    name: 'code -1, user not onboarded',
    body: { statusCode: '-1', statusDesc: 'User not onboarded', KYCTypeFlag: false, status: 'FAILED' },
    outcome: { kind: 'agentNotSetUp' },
  },
  {
    name: 'code 4, internal server issue',
    body: { statusCode: '4', statusDesc: 'Internal Server Issue', KYCTypeFlag: false, status: 'FAILED' },
    outcome: { kind: 'unavailable', cause: SERVER_ISSUE },
  },
  {
    name: 'code 0 in the newest version, without a name',
    body: { statusCode: '0', statusDesc: 'Customer not onboarded', status: 'SUCCESS' },
    outcome: { kind: 'found', statusCode: '0', text: 'Customer not onboarded' },
  },
  {
    name: 'code 2 in the newest version, with another text',
    body: { statusCode: '2', statusDesc: 'customer validated succesfully', KYCTypeFlag: true },
    outcome: { kind: 'found', statusCode: '2', text: 'customer validated succesfully', kycFlag: true },
  },
  {
    name: 'code with a leading space',
    body: { statusCode: ' 4', statusDesc: 'Internal Server Issue' },
    outcome: { kind: 'unavailable', cause: SERVER_ISSUE },
  },
  {
    name: 'code with spaces and a line end around it',
    body: { statusCode: ' 2\n', statusDesc: ` ${VERIFIED} ` },
    outcome: { kind: 'found', statusCode: '2', text: VERIFIED },
  },
  {
    name: 'code as a number',
    body: { statusCode: 3, statusDesc: VERIFIED, KYCTypeFlag: false },
    outcome: { kind: 'found', statusCode: '3', text: VERIFIED, kycFlag: false },
  },
  {
    name: 'code -1 as a number',
    body: { statusCode: -1, statusDesc: 'Invalid mobile number' },
    outcome: { kind: 'rejected', text: 'Invalid mobile number' },
  },
  {
    name: 'flag and text in their other spellings',
    body: { statusCode: '2', 'status-desc': VERIFIED, kyctypeFlag: true },
    outcome: { kind: 'found', statusCode: '2', text: VERIFIED, kycFlag: true },
  },
  {
    name: 'field names in other cases',
    body: { StatusCode: '2', statusdesc: VERIFIED, kycTypeFlag: true },
    outcome: { kind: 'found', statusCode: '2', text: VERIFIED, kycFlag: true },
  },
  {
    name: 'both spellings of one field: the documented one counts',
    body: { kyctypeFlag: true, KYCTypeFlag: false, 'status-code': '2', statusCode: '0', statusDesc: '' },
    outcome: { kind: 'found', statusCode: '0', text: '', kycFlag: false },
  },
  {
    name: 'the documented spelling null: the other one counts',
    body: { statusCode: null, 'status-code': '2', KYCTypeFlag: null, kyctypeFlag: true },
    outcome: { kind: 'found', statusCode: '2', text: '', kycFlag: true },
  },
  {
    name: 'flag as the text "true"',
    body: { statusCode: '2', statusDesc: VERIFIED, KYCTypeFlag: ' True ' },
    outcome: { kind: 'found', statusCode: '2', text: VERIFIED, kycFlag: true },
  },
  {
    name: 'flag as the text "false"',
    body: { statusCode: '0', statusDesc: VERIFIED, KYCTypeFlag: 'false' },
    outcome: { kind: 'found', statusCode: '0', text: VERIFIED, kycFlag: false },
  },
  {
    name: 'flag missing',
    body: { statusCode: '2', statusDesc: VERIFIED },
    outcome: { kind: 'found', statusCode: '2', text: VERIFIED },
  },
  {
    name: 'flag null',
    body: { statusCode: '2', statusDesc: VERIFIED, KYCTypeFlag: null },
    outcome: { kind: 'found', statusCode: '2', text: VERIFIED },
  },
  {
    name: 'flag of no known form: reported as missing, never decided on',
    body: { statusCode: '2', statusDesc: VERIFIED, KYCTypeFlag: { verified: 'perhaps' } },
    outcome: { kind: 'found', statusCode: '2', text: VERIFIED },
  },
  {
    name: 'flag false beside code 2: reported, the code counts',
    body: { statusCode: '2', statusDesc: VERIFIED, KYCTypeFlag: false },
    outcome: { kind: 'found', statusCode: '2', text: VERIFIED, kycFlag: false },
  },
  {
    name: 'flag true beside code 0: reported, the code counts',
    body: { statusCode: '0', statusDesc: NOT_EXISTING, KYCTypeFlag: true },
    outcome: { kind: 'found', statusCode: '0', text: NOT_EXISTING, kycFlag: true },
  },
  {
    name: 'status and text that contradict the code: the code counts',
    body: { statusCode: '0', statusDesc: VERIFIED, status: 'FAILED' },
    outcome: { kind: 'found', statusCode: '0', text: VERIFIED },
  },
  {
    name: 'nothing but a code',
    body: { statusCode: '1' },
    outcome: { kind: 'found', statusCode: '1', text: '' },
  },
  {
    name: 'code -1 without a text',
    body: { statusCode: '-1' },
    outcome: { kind: 'rejected', text: '' },
  },
  {
    name: 'fields that nobody documented',
    body: { statusCode: '0', statusDesc: NOT_EXISTING, totalPipeLimit: 25_000, extra: { a: [1] } },
    outcome: { kind: 'found', statusCode: '0', text: NOT_EXISTING },
  },
  {
    name: 'user not onboarded within a longer text, in other case and spacing',
    body: { statusCode: '-1', statusDesc: 'FAILED:  USER  NOT\tOnboarded, contact support' },
    outcome: { kind: 'agentNotSetUp' },
  },
  {
    name: 'username empty in other case and spacing',
    body: { statusCode: '-1', statusDesc: 'user name must  NOT be empty or null' },
    outcome: { kind: 'agentNotSetUp' },
  },
  {
    name: 'set-up words beside another code: the code counts',
    body: { statusCode: '0', statusDesc: 'User not onboarded' },
    outcome: { kind: 'found', statusCode: '0', text: 'User not onboarded' },
  },
  {
    name: 'a text over 350 characters is cut',
    body: { statusCode: '-1', statusDesc: 'é'.repeat(400) },
    outcome: { kind: 'rejected', text: 'é'.repeat(350) },
  },
  {
    name: 'control characters in a text become spaces',
    body: { statusCode: '-1', statusDesc: 'Invalid\r\nmobile\u0000number\u001b[31m\u2028' },
    outcome: { kind: 'rejected', text: 'Invalid  mobile number [31m' },
  },
  {
    name: 'an undocumented code',
    body: { statusCode: '5', statusDesc: VERIFIED },
    outcome: { kind: 'contractBroken', cause: UNKNOWN_CODE },
  },
  {
    name: 'a code with a leading zero',
    body: { statusCode: '02', statusDesc: VERIFIED },
    outcome: { kind: 'contractBroken', cause: UNKNOWN_CODE },
  },
  ...[
    ['no code', { statusDesc: VERIFIED, KYCTypeFlag: true, status: 'SUCCESS' }],
    ['an empty object', {}],
    ['an empty code', { statusCode: ' ', statusDesc: VERIFIED }],
    ['a code that is null', { statusCode: null, statusDesc: VERIFIED }],
    ['a code that is true', { statusCode: true, statusDesc: VERIFIED }],
    ['a code that is a list', { statusCode: ['2'], statusDesc: VERIFIED }],
    ['a code that is an object', { statusCode: { value: '2' }, statusDesc: VERIFIED }],
  ].map(([name, body]): AnswerRow<GetCustomerOutcome> => ({
    name: name as string,
    body,
    outcome: { kind: 'contractBroken', cause: 'statusCode is missing or of the wrong type' },
  })),
  {
    name: 'a text that is an object',
    body: { statusCode: '2', statusDesc: { text: VERIFIED } },
    outcome: { kind: 'contractBroken', cause: 'statusDesc is missing or of the wrong type' },
  },
  ...mobileNumberRows<GetCustomerOutcome>(
    { statusCode: '2', statusDesc: VERIFIED },
    { kind: 'found', statusCode: '2', text: VERIFIED },
  ),
];
