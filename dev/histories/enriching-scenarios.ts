import { INVALID_INPUT, NO_RECORD, profileFound, sampleProfile, SERVER_ISSUE } from '../simulators/iifl/answers.js';
import { RIGHT_OTP } from './played-onboarding.js';
import { FAST_ATTENTION, httpStatus, type Scenario } from './scenario.js';

const PROFILE = 'fetchClientProfile';
/** Straight to the profile. */
const REGISTERED = { customer: 'verified', withProfile: true } as const;

/** Ways of the client profile. */
export const ENRICHING_SCENARIOS: readonly Scenario[] = [
  {
    name: 'enriching-after-registration',
    withProfile: true,
    play: async (onboarding) => {
      await onboarding.untilOtpAwaited();
      await onboarding.submit(RIGHT_OTP);
    },
    ends: 'registered',
  },
  { ...REGISTERED, name: 'enriching-already-registered', ends: 'alreadyRegistered' },
  {
    ...REGISTERED,
    name: 'enriching-no-record',
    faults: [{ call: PROFILE, fault: { kind: 'reply', json: NO_RECORD } }],
    ends: 'alreadyRegistered',
  },
  {
    ...REGISTERED,
    name: 'enriching-invalid-client-code',
    faults: [{ call: PROFILE, fault: { kind: 'reply', json: INVALID_INPUT } }],
    ends: 'alreadyRegistered',
  },
  {
    ...REGISTERED,
    name: 'enriching-mismatch',
    faults: [{ call: PROFILE, fault: { kind: 'reply', json: profileFound(sampleProfile('OTHERMOB', '9123456789')) } }],
    ends: 'alreadyRegistered',
  },
  {
    ...REGISTERED,
    name: 'enriching-attention-retry-now',
    faults: [{ call: PROFILE, fault: httpStatus(401) }],
    play: async (onboarding) => {
      await onboarding.untilAttention();
      await onboarding.retryNow();
    },
    ends: 'alreadyRegistered',
  },
  {
    ...REGISTERED,
    name: 'enriching-unavailable',
    policy: { ...FAST_ATTENTION, attentionAfterMs: 1, enrichmentGiveUpMs: 200 },
    faults: [{ call: PROFILE, fault: { kind: 'reply', json: SERVER_ISSUE }, times: 'always' }],
    ends: 'alreadyRegistered',
  },
  {
    ...REGISTERED,
    name: 'enriching-cancelled',
    faults: [{ call: PROFILE, fault: { kind: 'hang' } }],
    play: async (onboarding) => {
      await onboarding.untilProfileCalled();
      await onboarding.cancel();
    },
    ends: 'alreadyRegistered',
  },
];
