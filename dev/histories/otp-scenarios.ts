import { RIGHT_OTP, type PlayedOnboarding } from './played-onboarding.js';
import { failed, httpStatus, LOST, WRONG_OTP, type Scenario } from './scenario.js';

const submitRight = async (onboarding: PlayedOnboarding): Promise<void> => {
  await onboarding.untilOtpAwaited();
  await onboarding.submit(RIGHT_OTP);
};

/** Ways of the OTP: awaited, sent, refused, expired. */
export const OTP_SCENARIOS: readonly Scenario[] = [
  { name: 'otp-by-signal', play: submitRight, ends: 'registered' },
  {
    name: 'otp-by-update',
    play: async (onboarding) => {
      await onboarding.untilOtpAwaited();
      await onboarding.verify(RIGHT_OTP);
    },
    ends: 'registered',
  },
  {
    name: 'otp-refused-then-right',
    play: async (onboarding) => {
      await onboarding.untilOtpAwaited();
      await onboarding.submit('000000');
      await onboarding.untilProblem('refused');
      await onboarding.verify(RIGHT_OTP);
    },
    ends: 'registered',
  },
  {
    name: 'otp-malformed-repeated-unknown-unreadable',
    play: async (onboarding) => {
      await onboarding.untilOtpAwaited();
      await onboarding.submit('12345');
      await onboarding.submit('000000');
      await onboarding.untilProblem('refused');
      await onboarding.submit('000000');
      await onboarding.untilProblem('repeated');
      await onboarding.submitUnreadable();
      await onboarding.untilEvent('otpMalformed', 2);
      await onboarding.handle.signal('submitOTP', { otp: RIGHT_OTP });
      await onboarding.submit(RIGHT_OTP);
    },
    ends: 'registered',
  },
  {
    name: 'otp-attempts-exhausted',
    policy: { otpMaxAttempts: 2 },
    faults: [{ call: 'processCustomerRegistration', fault: WRONG_OTP, times: 2 }],
    play: async (onboarding) => {
      await onboarding.untilOtpAwaited();
      await onboarding.submit('111111');
      await onboarding.submit('222222');
    },
    ends: 'otpAttemptsExhausted',
  },
  { name: 'otp-expired', policy: { otpWaitMs: 100 }, ends: 'otpExpired' },
  {
    name: 'otp-expired-but-registered-elsewhere',
    policy: { otpWaitMs: 1_000 },
    play: async (onboarding) => {
      await onboarding.untilOtpAwaited();
      onboarding.customerIs('verified');
    },
    ends: 'alreadyRegistered',
  },
  {
    name: 'otp-joined-while-it-is-tried',
    faults: [{ call: 'processCustomerRegistration', fault: { kind: 'none', delayMs: 500 } }],
    play: async (onboarding) => {
      await submitRight(onboarding);
      await onboarding.untilCalled('processCustomerRegistration');
      await onboarding.verify(RIGHT_OTP);
    },
    ends: 'registered',
  },
  {
    name: 'otp-cancelled',
    play: async (onboarding) => {
      await onboarding.untilOtpAwaited();
      await onboarding.cancel();
    },
    ends: 'cancelled',
  },
  {
    name: 'otp-sent-and-resent',
    policy: { sendOtp: true, otpResendGapMs: 1 },
    play: async (onboarding) => {
      await onboarding.untilEvent('otpSent');
      await onboarding.resend();
      await onboarding.untilEvent('otpSent', 2);
      await onboarding.submit(RIGHT_OTP);
    },
    ends: 'registered',
  },
  {
    name: 'otp-send-refused',
    policy: { sendOtp: true, otpWaitMs: 1_000 },
    faults: [{ call: 'sendOtp', fault: failed('-1', 'OTP limit exceeded'), times: 'always' }],
    ends: 'otpExpired',
  },
  {
    name: 'otp-send-unconfirmed',
    policy: { sendOtp: true },
    faults: [{ call: 'sendOtp', fault: LOST }],
    play: async (onboarding) => {
      await onboarding.untilEvent('otpSendUnconfirmed');
      await onboarding.submit(RIGHT_OTP);
    },
    ends: 'registered',
  },
  {
    name: 'otp-ends-the-attention-of-a-send',
    policy: { sendOtp: true },
    faults: [{ call: 'sendOtp', fault: httpStatus(401) }],
    play: async (onboarding) => {
      await onboarding.untilAttention();
      await onboarding.submit(RIGHT_OTP);
    },
    ends: 'registered',
  },
  {
    name: 'otp-send-attention-retry-now',
    policy: { sendOtp: true },
    faults: [{ call: 'sendOtp', fault: httpStatus(403) }],
    play: async (onboarding) => {
      await onboarding.untilAttention();
      await onboarding.retryNow();
      await onboarding.untilEvent('otpSent');
      await onboarding.submit(RIGHT_OTP);
    },
    ends: 'registered',
  },
];
