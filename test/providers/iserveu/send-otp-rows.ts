import type { SendOtpOutcome } from '../../../src/providers/iserveu/outcomes.js';
import type { AnswerRow } from '../support/answers.js';

/** Answers of otp/send. */
export const SEND_OTP_ROWS: AnswerRow<SendOtpOutcome>[] = [
  {
    name: 'code 0, sent',
    body: { status: 'SUCCESS', statusCode: '0', statusDesc: 'OTP Sent Successfully.' },
    outcome: { kind: 'sent' },
  },
  {
    name: 'code 0, sent, in the version with parameters',
    body: { status: 'SUCCESS', statusCode: 0, 'status-desc': 'OTP Sent Successfully.', paramA: '', paramB: '' },
    outcome: { kind: 'sent' },
  },
  {
    name: 'code -1, amount empty',
    body: { status: 'FAILED', statusCode: '-1', statusDesc: 'Amount must not be empty' },
    outcome: { kind: 'declined' },
  },
  {
    name: 'code -1, sends used up',
    body: { status: 'FAILED', statusCode: '-1', statusDesc: 'Maximum OTP limit reached, try after 6 hours' },
    outcome: { kind: 'declined' },
  },
  {
    name: 'code -1, user not onboarded',
    body: { status: 'FAILED', statusCode: '-1', statusDesc: 'User not onboarded' },
    outcome: { kind: 'agentNotSetUp' },
  },
  {
    name: 'code -1, username empty',
    body: { status: 'FAILED', statusCode: '-1', statusDesc: 'Username Must not be Empty' },
    outcome: { kind: 'agentNotSetUp' },
  },
  {
    name: 'code 4, internal server issue',
    body: { status: 'FAILED', statusCode: ' 4', statusDesc: 'Internal Server Issue' },
    outcome: { kind: 'declined' },
  },
  ...['1', '2', '3', '00', 'SUCCESS'].map((statusCode): AnswerRow<SendOtpOutcome> => ({
    name: `code ${statusCode}, which this call does not have`,
    body: { status: 'SUCCESS', statusCode, statusDesc: 'OTP Sent Successfully.' },
    outcome: { kind: 'declined' },
  })),
  {
    name: 'no code',
    body: { status: 'SUCCESS', statusDesc: 'OTP Sent Successfully.' },
    outcome: { kind: 'declined' },
  },
];
