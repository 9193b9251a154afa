import { followEvents } from './follow-events.js';
import { checkHealth, checkReadiness, readMetrics } from './health.js';
import { listOnboardings } from './list-onboardings.js';
import type { Operation } from './operation.js';
import { readResult } from './read-result.js';
import { readStatus } from './read-status.js';
import { startOnboarding } from './start-onboarding.js';
import { cancelOnboarding, resendOtp, retryOnboarding } from './messages.js';
import { submitOtp } from './submit-otp.js';

/** All that the gateway can be asked for, in the order of its documents. */
export const OPERATIONS: readonly Operation[] = [
  startOnboarding,
  listOnboardings,
  readStatus,
  followEvents,
  readResult,
  submitOtp,
  resendOtp,
  cancelOnboarding,
  retryOnboarding,
  checkHealth,
  checkReadiness,
  readMetrics,
];
