import type { IiflApi } from '../providers/iifl/iifl-api.js';
import type { IserveuApi } from '../providers/iserveu/iserveu-api.js';
import { fetchClientProfile } from './fetch-client-profile.js';
import type { DeliveryActivities } from './delivery-activities.js';
import { getCustomer } from './get-customer.js';
import type { OnboardingActivities } from './onboarding-activities.js';
import { createPostOutcome, type Delivery } from './post-outcome.js';
import { processCustomerRegistration } from './process-customer-registration.js';
import { sendOtp } from './send-otp.js';

export interface Providers {
  iserveu: IserveuApi;
  iifl: IiflApi;
  /** iServeU agent of requests that name none; empty: iServeU says that it must not be. */
  defaultUsername: string;
  /** Absent: what is to be delivered waits for attention. */
  delivery?: Delivery;
}

/** The activities as a worker registers them. */
export function createActivities({
  iserveu,
  iifl,
  defaultUsername,
  delivery,
}: Providers): OnboardingActivities & DeliveryActivities {
  const withUsername = <T extends { username?: string }>(input: T) => ({
    ...input,
    username: input.username ?? defaultUsername,
  });
  return {
    getCustomer: (input) => getCustomer(iserveu, withUsername(input)),
    sendOtp: (input) => sendOtp(iserveu, withUsername(input)),
    processCustomerRegistration: (input) => processCustomerRegistration(iserveu, withUsername(input)),
    fetchClientProfile: (input) => fetchClientProfile(iifl, input),
    postOutcome: createPostOutcome(delivery),
  };
}
