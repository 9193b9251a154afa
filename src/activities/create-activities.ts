import { Context } from '@temporalio/activity';
import { isSameMobileNumber } from '../providers/http/mobile-number.js';
import type { IiflApi } from '../providers/iifl/iifl-api.js';
import type { IserveuApi } from '../providers/iserveu/iserveu-api.js';
import { attemptOnce, attemptRead } from './attempt.js';
import type { DeliveryActivities } from './delivery-activities.js';
import { earlierCallMayLastMs } from './earlier-run.js';
import type { OnboardingActivities } from './onboarding-activities.js';
import { createPostOutcome, type Delivery } from './post-outcome.js';

export interface Providers {
  iserveu: IserveuApi;
  iifl: IiflApi;
  /** iServeU agent of requests that name none; empty: iServeU says that it must not be. */
  defaultUsername: string;
  /** Absent: what is to be delivered waits for attention. */
  delivery?: Delivery;
}

/** The calls of iServeU. Source: docs/provider-coverage.md, one section for each. */
export type IserveuActivities = Omit<OnboardingActivities, 'fetchClientProfile'>;
export type IiflActivities = Pick<OnboardingActivities, 'fetchClientProfile'>;

/** The activities as a worker registers them: each group on a task queue of its own. */
export function createActivities({ iserveu, iifl, defaultUsername, delivery }: Providers) {
  const withUsername = <Input extends { username?: string }>(input: Input) => ({
    ...input,
    username: input.username ?? defaultUsername,
  });

  const ofIserveu: IserveuActivities = {
    async getCustomer(input) {
      const { patience, ...request } = withUsername(input);
      const answer = await attemptRead('get-customer', patience, (signal) => iserveu.getCustomer(request, signal));
      return { ...answer, runId: ownRunId() };
    },
    sendOtp: (input) => attemptOnce('otp/send', (signal) => iserveu.sendOtp(withUsername(input), signal)),
    async processCustomerRegistration(input) {
      const { checkedByRunId, firstRunId, ...request } = withUsername(input);
      const runId = ownRunId();
      const callMayLastMs = runId === firstRunId ? 0 : await earlierCallMayLastMs();
      if (checkedByRunId !== runId || callMayLastMs > 0) return { kind: 'readBackFirst', callMayLastMs };
      return attemptOnce('process-customer-registration', (signal) =>
        iserveu.processCustomerRegistration(request, signal),
      );
    },
  };

  const ofIifl: IiflActivities = {
    /** A profile of another person is dropped here, so that it enters no history. */
    async fetchClientProfile({ clientCode, mobileNumber, patience }) {
      const answer = await attemptRead('client profile', patience, (signal) =>
        iifl.fetchClientProfile(clientCode, signal),
      );
      if (answer.kind !== 'found') return answer;
      const { profile } = answer;
      return isSameMobileNumber(profile.mobile, mobileNumber) ? { kind: 'enriched', profile } : { kind: 'mismatch' };
    },
  };

  const ofWebhook: DeliveryActivities = { postOutcome: createPostOutcome(delivery) };
  return { ofIserveu, ofIifl, ofWebhook };
}

function ownRunId(): string {
  return Context.current().info.workflowExecution?.runId ?? '';
}
