import { proxyActivities, type ActivityOptions } from '@temporalio/workflow';
import type { OnboardingActivities } from '../activities/onboarding-activities.js';

/** Longer than the longest HTTP deadline (25 s), so that an attempt always says itself what came of it. */
const START_TO_CLOSE_MS = 30_000;

const READ: ActivityOptions = {
  startToCloseTimeout: START_TO_CLOSE_MS,
  // The pace of retries comes with each failure; this one is for attempts that are cut off without one.
  retry: { initialInterval: 1_000, backoffCoefficient: 2, maximumInterval: 30_000 },
};

/** A repeated call could register twice, or cost the customer a code: only the workflow knows when it is safe. */
const ONCE: ActivityOptions = { startToCloseTimeout: START_TO_CLOSE_MS, retry: { maximumAttempts: 1 } };

/** The reads. Temporal Web shows `summary` beside the call. */
export const reading = (summary: string) =>
  proxyActivities<Pick<OnboardingActivities, 'getCustomer' | 'fetchClientProfile'>>({ ...READ, summary });

/** The calls that must not be repeated blindly. */
export const callingOnce = (summary: string) =>
  proxyActivities<Pick<OnboardingActivities, 'sendOtp' | 'processCustomerRegistration'>>({ ...ONCE, summary });
