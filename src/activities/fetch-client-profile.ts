import type { IiflApi } from '../providers/iifl/iifl-api.js';
import { attemptRead } from './attempt.js';
import type { ClientProfileAnswer, FetchClientProfileInput } from './onboarding-activities.js';
import { isSameMobileNumber } from './same-mobile-number.js';

/**
 * Fetches the customer's IIFL profile. A profile of somebody else is dropped here, so that it enters no history.
 * Source: docs/provider-coverage.md, BackoffClientProfile.
 */
export async function fetchClientProfile(iifl: IiflApi, input: FetchClientProfileInput) {
  return attemptRead<ClientProfileAnswer>('client profile', input.patience, async (signal) => {
    const outcome = await iifl.fetchClientProfile(input.clientCode, signal);
    switch (outcome.kind) {
      case 'found':
        return isSameMobileNumber(outcome.profile.mobile, input.mobileNumber)
          ? { answer: { kind: 'enriched', profile: outcome.profile } }
          : { answer: { kind: 'mismatch' } };
      case 'noRecord':
      case 'invalidClientCode':
        return { answer: outcome };
      default:
        return { fault: outcome };
    }
  });
}
