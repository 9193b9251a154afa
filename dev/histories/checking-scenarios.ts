import { RIGHT_OTP } from './played-onboarding.js';
import { failed, FAST_ATTENTION, httpStatus, SERVER_ISSUE, type Scenario } from './scenario.js';

const INVALID_MOBILE = failed('-1', 'Invalid mobile number');

/** Ways that are decided before an OTP is awaited. */
export const CHECKING_SCENARIOS: readonly Scenario[] = [
  { name: 'checking-already-registered', customer: 'verified', ends: 'alreadyRegistered' },
  {
    name: 'checking-flag-disagrees',
    faults: [
      {
        call: 'getCustomer',
        fault: { kind: 'reply', json: { statusCode: '2', statusDesc: 'verified', KYCTypeFlag: false } },
      },
    ],
    ends: 'alreadyRegistered',
  },
  {
    name: 'checking-rejected',
    faults: [{ call: 'getCustomer', fault: INVALID_MOBILE }],
    ends: 'rejected',
  },
  {
    name: 'checking-attention-retry-now',
    customer: 'verified',
    faults: [{ call: 'getCustomer', fault: failed('-1', 'User not onboarded') }],
    play: async (onboarding) => {
      await onboarding.untilAttention();
      await onboarding.retryNow();
    },
    ends: 'alreadyRegistered',
  },
  {
    name: 'checking-attention-timed-retry',
    customer: 'verified',
    policy: FAST_ATTENTION,
    faults: [{ call: 'getCustomer', fault: httpStatus(401), times: 2 }],
    ends: 'alreadyRegistered',
  },
  {
    name: 'checking-outage-then-attention',
    customer: 'verified',
    policy: { ...FAST_ATTENTION, attentionAfterMs: 1 },
    faults: [{ call: 'getCustomer', fault: SERVER_ISSUE, times: 3 }],
    ends: 'alreadyRegistered',
  },
  {
    name: 'checking-abandoned',
    policy: { registrationGiveUpMs: 100 },
    faults: [{ call: 'getCustomer', fault: httpStatus(404), times: 'always' }],
    ends: 'OnboardingAbandoned',
  },
  {
    name: 'checking-cancelled',
    faults: [{ call: 'getCustomer', fault: httpStatus(403) }],
    play: async (onboarding) => {
      await onboarding.untilAttention();
      await onboarding.cancel();
    },
    ends: 'cancelled',
  },
  {
    name: 'checking-otp-comes-early',
    faults: [{ call: 'getCustomer', fault: httpStatus(401) }],
    play: async (onboarding) => {
      await onboarding.untilAttention();
      await onboarding.submit(RIGHT_OTP);
      await onboarding.retryNow();
    },
    ends: 'registered',
  },
  { name: 'checking-invalid-request', request: { publicIP: 'nowhere' }, ends: 'InvalidRequest' },
];
