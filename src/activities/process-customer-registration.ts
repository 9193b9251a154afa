import type { IserveuApi } from '../providers/iserveu/iserveu-api.js';
import { attemptOnce } from './attempt.js';
import type { RegistrationAnswer, RegistrationInput } from './onboarding-activities.js';

/** Registers the customer with one code. Source: docs/provider-coverage.md, process-customer-registration. */
export async function processCustomerRegistration(
  iserveu: IserveuApi,
  request: RegistrationInput & { username: string },
) {
  return attemptOnce<RegistrationAnswer>('process-customer-registration', async (signal) => {
    const outcome = await iserveu.processCustomerRegistration(request, signal);
    switch (outcome.kind) {
      case 'registered':
      case 'otpRefused':
      case 'agentNotSetUp':
      case 'rejected':
      case 'serverIssue':
        return { answer: outcome };
      default:
        return { fault: outcome };
    }
  });
}
