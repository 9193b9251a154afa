import type { Fault } from '../shared/fault.js';
import { customerFailure, registrationFailure, sendOtpFailure } from './answers.js';
import type { CustomerState } from './customers.js';
import type { IserveuOperation } from './paths.js';

/** A mobile number that behaves in a way of its own, for people who play with the simulators. */
export interface MagicNumber {
  mobileNumber: string;
  /** Completes the sentence "with this number …". */
  behaviour: string;
  state?: CustomerState;
  faults?: readonly { operation: IserveuOperation; fault: Fault; times: number | 'always' }[];
}

const SERVER_ISSUE = 'Internal Server Issue, Kindly Try After Sometime';

const reply = (json: unknown): Fault => ({ kind: 'reply', json });
const status = (code: number, headers?: Record<string, string>): Fault => ({ kind: 'status', status: code, headers });

/** Behaviours that are counted ("once", "twice") count from the simulator's start or its last reset. */
export const MAGIC_NUMBERS: readonly MagicNumber[] = [
  { mobileNumber: '9000000001', behaviour: 'the customer is created but not verified (code 1)', state: 'notVerified' },
  { mobileNumber: '9000000002', behaviour: 'the customer is registered already (code 2)', state: 'verified' },
  {
    mobileNumber: '9000000003',
    behaviour: 'the customer’s document is not verified (code 3)',
    state: 'ovdNotVerified',
  },
  onCheck('9000000011', 'get-customer refuses the number', 'always', (mobileNumber) =>
    reply(customerFailure(mobileNumber, '-1', 'Invalid mobile number')),
  ),
  onRegistration('9000000012', 'the registration is refused, whatever the code', 'always', (mobileNumber) =>
    reply(registrationFailure({ mobileNumber }, '-1', 'Customer is blocked by the bank')),
  ),
  onCheck('9000000013', 'iServeU does not know our agent', 'always', (mobileNumber) =>
    reply(customerFailure(mobileNumber, '-1', 'User not onboarded')),
  ),
  onRegistration('9000000021', 'the registration answers code 4 twice, then works', 2, (mobileNumber) =>
    reply(registrationFailure({ mobileNumber }, ' 4', SERVER_ISSUE)),
  ),
  onRegistration('9000000022', 'the first registration is made, but its answer is lost', 1, () => ({
    kind: 'dropAfter',
  })),
  onRegistration('9000000023', 'the first registration is lost before it is made', 1, () => ({ kind: 'dropBefore' })),
  onCheck('9000000024', 'get-customer is down three times (503), then works', 3, () => status(503)),
  onRegistration('9000000025', 'the first code is refused, whatever it is', 1, (mobileNumber) =>
    reply(registrationFailure({ mobileNumber }, '-1', 'Invalid OTP')),
  ),
  onCheck('9000000026', 'get-customer is always down (503)', 'always', () => status(503)),
  onCheck('9000000027', 'get-customer says once that it is too busy (429, Retry-After 5 s)', 1, () =>
    status(429, { 'retry-after': '5' }),
  ),
  onCheck('9000000028', 'get-customer refuses our credentials (401)', 'always', () => status(401)),
  onCheck('9000000029', 'get-customer answers with bytes that nobody can read', 'always', () => ({ kind: 'garbage' })),
  {
    mobileNumber: '9000000030',
    behaviour: 'otp/send says that the limit of messages is reached',
    faults: [
      { operation: 'sendOtp', fault: reply(sendOtpFailure('OTP limit exceeded, try after 6 hours')), times: 'always' },
    ],
  },
  onRegistration('9000000031', 'the first registration is made, but never answered', 1, () => ({
    kind: 'hang',
    processed: true,
  })),
  onRegistration('9000000032', 'the first registration is lost, and made only after two more calls', 1, () => ({
    kind: 'landLate',
    afterCalls: 2,
  })),
];

function onCheck(
  mobileNumber: string,
  behaviour: string,
  times: number | 'always',
  fault: (mobileNumber: string) => Fault,
): MagicNumber {
  return { mobileNumber, behaviour, faults: [{ operation: 'getCustomer', fault: fault(mobileNumber), times }] };
}

function onRegistration(
  mobileNumber: string,
  behaviour: string,
  times: number | 'always',
  fault: (mobileNumber: string) => Fault,
): MagicNumber {
  return {
    mobileNumber,
    behaviour,
    faults: [{ operation: 'processCustomerRegistration', fault: fault(mobileNumber), times }],
  };
}
