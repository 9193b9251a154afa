import type { OnboardingClient, RunOption } from '../../client/onboarding-client.js';
import { ACCEPTED, accepted } from './accepted.js';
import { defineOperation, type Operation } from './operation.js';
import { targetRun } from './target-run.js';

/** An operation that sends an onboarding a message without content and does not wait for what becomes of it. */
function defineMessage(
  operation: Omit<Operation<undefined, undefined>, 'method' | 'answers' | 'handle' | 'problems'>,
  send: (client: OnboardingClient, id: string, run: RunOption) => Promise<void>,
): Operation {
  return defineOperation({
    ...operation,
    method: 'POST',
    answers: { 202: ACCEPTED },
    problems: ['onboarding-not-found', 'onboarding-closed'],

    async handle(call, context) {
      const run = await targetRun(call, context);
      await send(context.client, run.workflowId, { runId: run.runId });
      context.statuses.expire(run);
      return accepted(run);
    },
  });
}

/** Asks for a new OTP. */
export const resendOtp = defineMessage(
  {
    id: 'resendOtp',
    path: '/v1/onboardings/{id}/otp/resend',
    summary: 'Ask for a new OTP',
    description: 'Changes nothing where the policy allows no new OTP now; `otp.resendAvailableAt` tells from when.',
    roles: ['backend', 'operator', 'page'],
    isAboutCodes: true,
  },
  (client, id, run) => client.resendOtp(id, run),
);

/** Asks for the cancellation. */
export const cancelOnboarding = defineMessage(
  {
    id: 'cancelOnboarding',
    path: '/v1/onboardings/{id}/cancel',
    summary: 'Cancel the onboarding',
    description: 'It ends once a registration that may have happened is found out.',
    roles: ['backend', 'operator'],
  },
  (client, id, run) => client.cancel(id, run),
);

/** Tries the step that needs attention again. */
export const retryOnboarding = defineMessage(
  {
    id: 'retryOnboarding',
    path: '/v1/onboardings/{id}/retry',
    summary: 'Try the step that needs attention again now',
    roles: ['operator'],
  },
  (client, id, run) => client.retryNow(id, run),
);
