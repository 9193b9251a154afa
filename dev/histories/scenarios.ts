import { CHECKING_SCENARIOS } from './checking-scenarios.js';
import { OTP_SCENARIOS } from './otp-scenarios.js';
import { DELIVERING_SCENARIOS } from './delivering-scenarios.js';
import { ENRICHING_SCENARIOS } from './enriching-scenarios.js';
import { REGISTERING_SCENARIOS } from './registering-scenarios.js';
import type { Scenario } from './scenario.js';

/** Every way through the process whose history is kept. */
export const SCENARIOS: readonly Scenario[] = [
  ...CHECKING_SCENARIOS,
  ...OTP_SCENARIOS,
  ...REGISTERING_SCENARIOS,
  ...ENRICHING_SCENARIOS,
  ...DELIVERING_SCENARIOS,
];

/** The names of the files that a scenario leaves: the onboarding's, and its delivery's where it has one. */
export function filesOf({ name, policy }: Scenario): string[] {
  return policy?.notify === true ? [name, `${name}-delivery`] : [name];
}
