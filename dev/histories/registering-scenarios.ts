import { RIGHT_OTP, type PlayedOnboarding } from './played-onboarding.js';
import {
  BLOCKED,
  failed,
  FAST_ATTENTION,
  httpStatus,
  LOST,
  SERVER_ISSUE,
  UNANSWERED,
  WRONG_OTP,
  type Scenario,
} from './scenario.js';

const REGISTRATION = 'processCustomerRegistration';
const SOON = { readBackWindowMs: 1 } as const;

const submitRight = async (onboarding: PlayedOnboarding): Promise<void> => {
  await onboarding.untilOtpAwaited();
  await onboarding.submit(RIGHT_OTP);
};

const submitLost = async (onboarding: PlayedOnboarding): Promise<void> => {
  await submitRight(onboarding);
  await onboarding.untilProblem('unconfirmed');
};

const retryOnAttention = async (onboarding: PlayedOnboarding): Promise<void> => {
  await submitRight(onboarding);
  await onboarding.untilAttention();
  await onboarding.retryNow();
};

/** Ways of the registration call: refused, lost, in doubt. */
export const REGISTERING_SCENARIOS: readonly Scenario[] = [
  {
    name: 'registering-with-document',
    customer: 'ovdNotVerified',
    request: { ovdType: 'Aadhaar Card', ovdData: '234123412346', address: '12 Lake View', pincode: '751002' },
    play: submitRight,
    ends: 'registered',
  },
  {
    name: 'registering-rejected',
    faults: [{ call: REGISTRATION, fault: BLOCKED }],
    play: submitRight,
    ends: 'rejected',
  },
  {
    name: 'registering-rejected-but-registered-elsewhere',
    faults: [{ call: REGISTRATION, fault: BLOCKED }],
    play: async (onboarding) => {
      await onboarding.untilOtpAwaited();
      onboarding.customerIs('verified');
      await onboarding.submit(RIGHT_OTP);
    },
    ends: 'alreadyRegistered',
  },
  {
    name: 'registering-outage-then-exhausted',
    policy: { ...SOON, otpMaxAttempts: 3 },
    faults: [{ call: REGISTRATION, fault: httpStatus(503), times: 'always' }],
    play: async (onboarding) => {
      await submitLost(onboarding);
      await onboarding.submit('111111');
      await onboarding.untilAttention();
      await onboarding.submit('222222');
    },
    ends: 'otpAttemptsExhausted',
  },
  {
    name: 'registering-outage-then-registered',
    policy: SOON,
    faults: [{ call: REGISTRATION, fault: httpStatus(503), times: 2 }],
    play: async (onboarding) => {
      await submitLost(onboarding);
      await onboarding.submit('111111');
      await onboarding.untilAttention();
      await onboarding.submit(RIGHT_OTP);
    },
    ends: 'registered',
  },
  {
    name: 'registering-reset-before-the-otp',
    play: async (onboarding) => {
      await onboarding.untilOtpAwaited();
      await onboarding.resetBefore(() => false);
      await submitRight(onboarding);
    },
    ends: 'registered',
  },
  {
    name: 'registering-reset-after-registration',
    play: async (onboarding) => {
      await submitRight(onboarding);
      await onboarding.untilEnded();
      await onboarding.resetBefore((event) => event.workflowExecutionSignaledEventAttributes != null);
    },
    ends: 'registered',
  },
  {
    name: 'registering-agent-attention',
    faults: [{ call: REGISTRATION, fault: failed('-1', 'User not onboarded') }],
    play: retryOnAttention,
    ends: 'registered',
  },
  {
    name: 'registering-access-attention',
    faults: [{ call: REGISTRATION, fault: httpStatus(401) }],
    play: retryOnAttention,
    ends: 'registered',
  },
  {
    name: 'registering-throttled',
    faults: [{ call: REGISTRATION, fault: httpStatus(429) }],
    play: submitRight,
    ends: 'registered',
  },
  {
    name: 'registering-contract-broken',
    faults: [{ call: REGISTRATION, fault: httpStatus(400) }],
    play: retryOnAttention,
    ends: 'registered',
  },
  {
    name: 'registering-server-issue',
    faults: [{ call: REGISTRATION, fault: SERVER_ISSUE }],
    play: submitRight,
    ends: 'registered',
  },
  {
    name: 'registering-server-issue-then-refused',
    faults: [
      { call: REGISTRATION, fault: SERVER_ISSUE },
      { call: REGISTRATION, fault: WRONG_OTP },
    ],
    play: async (onboarding) => {
      await submitRight(onboarding);
      await onboarding.untilProblem('refused');
      await onboarding.cancel();
    },
    ends: 'cancelled',
  },
  {
    name: 'registering-server-issue-for-good',
    policy: { registrationMaxTries: 1, otpWaitMs: 500 },
    faults: [{ call: REGISTRATION, fault: SERVER_ISSUE }],
    play: submitLost,
    ends: 'otpExpired',
  },
  {
    name: 'registering-answer-lost',
    faults: [{ call: REGISTRATION, fault: UNANSWERED }],
    play: submitRight,
    ends: 'registered',
  },
  {
    name: 'registering-lands-in-the-window',
    faults: [{ call: REGISTRATION, fault: { kind: 'landLate', afterCalls: 1 } }],
    play: submitRight,
    ends: 'registered',
  },
  {
    name: 'registering-lost-then-next-otp',
    policy: SOON,
    faults: [{ call: REGISTRATION, fault: LOST }],
    play: async (onboarding) => {
      await submitLost(onboarding);
      await onboarding.verify(RIGHT_OTP);
    },
    ends: 'registered',
  },
  {
    name: 'registering-lands-before-the-next-otp',
    policy: SOON,
    faults: [{ call: REGISTRATION, fault: LOST }],
    play: async (onboarding) => {
      await submitLost(onboarding);
      onboarding.customerIs('verified');
      await onboarding.submit('654321');
    },
    ends: 'registered',
  },
  {
    name: 'registering-lands-before-expiry',
    policy: { ...SOON, otpWaitMs: 1_000 },
    faults: [{ call: REGISTRATION, fault: LOST }],
    play: async (onboarding) => {
      await submitLost(onboarding);
      onboarding.customerIs('verified');
    },
    ends: 'registered',
  },
  {
    name: 'registering-lands-before-cancelled',
    policy: SOON,
    withProfile: true,
    faults: [{ call: REGISTRATION, fault: LOST }],
    play: async (onboarding) => {
      await submitLost(onboarding);
      onboarding.customerIs('verified');
      await onboarding.cancel();
    },
    ends: 'registered',
  },
  {
    name: 'registering-cancelled-during-the-call',
    faults: [{ call: REGISTRATION, fault: { kind: 'none', delayMs: 500 } }],
    play: async (onboarding) => {
      await submitRight(onboarding);
      await onboarding.untilCalled(REGISTRATION);
      await onboarding.cancel();
    },
    ends: 'registered',
  },
  {
    name: 'registering-abandoned',
    policy: { registrationGiveUpMs: 300 },
    faults: [{ call: REGISTRATION, fault: httpStatus(400) }],
    play: submitRight,
    ends: 'OnboardingAbandoned',
  },
  {
    name: 'registering-lands-before-abandoned',
    policy: { registrationGiveUpMs: 1_000 },
    faults: [{ call: REGISTRATION, fault: httpStatus(400) }],
    play: async (onboarding) => {
      await submitRight(onboarding);
      await onboarding.untilAttention();
      onboarding.customerIs('verified');
    },
    ends: 'registered',
  },
  {
    name: 'registering-read-back-outage',
    policy: { ...FAST_ATTENTION, attentionAfterMs: 1 },
    faults: [
      { call: REGISTRATION, fault: UNANSWERED },
      { call: 'getCustomer', fault: { kind: 'none' } },
      { call: 'getCustomer', fault: SERVER_ISSUE, times: 3 },
    ],
    play: submitRight,
    ends: 'registered',
  },
];
