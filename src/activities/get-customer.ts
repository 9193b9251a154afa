import type { IserveuApi } from '../providers/iserveu/iserveu-api.js';
import { attemptRead } from './attempt.js';
import type { CustomerAnswer, GetCustomerInput } from './onboarding-activities.js';

/** Asks iServeU whether the customer exists. Source: docs/provider-coverage.md, get-customer. */
export async function getCustomer(iserveu: IserveuApi, input: GetCustomerInput & { username: string }) {
  const { patience, ...request } = input;
  return attemptRead<CustomerAnswer>('get-customer', patience, async (signal) => {
    const outcome = await iserveu.getCustomer(request, signal);
    switch (outcome.kind) {
      case 'found':
      case 'agentNotSetUp':
      case 'rejected':
        return { answer: outcome };
      default:
        return { fault: outcome };
    }
  });
}
