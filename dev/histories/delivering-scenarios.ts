import { RIGHT_OTP } from './played-onboarding.js';
import { httpStatus, type Scenario } from './scenario.js';

/** Ways whose end is delivered to a webhook; the delivery's own history is kept beside the onboarding's. */
export const DELIVERING_SCENARIOS: readonly Scenario[] = [
  {
    name: 'delivering-registered',
    policy: { notify: true },
    play: async (onboarding) => {
      await onboarding.untilOtpAwaited();
      await onboarding.submit(RIGHT_OTP);
    },
    ends: 'registered',
  },
  {
    name: 'delivering-abandoned',
    policy: { notify: true, registrationGiveUpMs: 100 },
    faults: [{ call: 'getCustomer', fault: httpStatus(404), times: 'always' }],
    ends: 'OnboardingAbandoned',
  },
  {
    name: 'delivering-cancelled',
    policy: { notify: true },
    play: async (onboarding) => {
      await onboarding.untilOtpAwaited();
      await onboarding.cancel();
    },
    ends: 'cancelled',
  },
  {
    name: 'delivering-attention-retry-now',
    customer: 'verified',
    policy: { notify: true },
    webhookAnswers: [410],
    playDelivery: async (delivery) => {
      await delivery.untilAttention();
      await delivery.retryNow();
    },
    ends: 'alreadyRegistered',
  },
  {
    name: 'delivering-attention-cancelled',
    customer: 'verified',
    policy: { notify: true },
    webhookAnswers: [410],
    playDelivery: async (delivery) => {
      await delivery.untilAttention();
      await delivery.cancel();
    },
    ends: 'alreadyRegistered',
  },
];
