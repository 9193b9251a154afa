import { OnboardingError } from '../../client/errors.js';
import type { OnboardingClient, RunOption } from '../../client/onboarding-client.js';
import type { RunAddress } from '../../contract/onboarding-id.js';
import type { GatewayContext } from '../context.js';
import { Problem } from '../problems/problem.js';
import { within } from '../within.js';
import { ACCEPTED, accepted } from './accepted.js';
import { defineOperation, type Operation } from './operation.js';
import { targetRun } from './target-run.js';

/** How long a look at the status may hold up a message, in ms. */
const STATUS_WITHIN_MS = 1_000;

type Message = Omit<Operation<undefined, undefined>, 'method' | 'answers' | 'handle'> & {
  /** @throws Problem where the message would change nothing */
  check?: (run: RunAddress, context: GatewayContext) => Promise<void>;
  send: (client: OnboardingClient, workflowId: string, run: RunOption) => Promise<void>;
};

/** An operation that sends an onboarding a message without content and does not wait for its effect. */
function defineMessage({ problems = [], check, send, ...operation }: Message): Operation {
  return defineOperation({
    ...operation,
    method: 'POST',
    answers: { 202: ACCEPTED },
    problems: ['onboarding-not-found', 'onboarding-closed', ...problems],

    async handle(call, context) {
      const run = await targetRun(call, context);
      await check?.(run, context);
      await send(context.client, run.workflowId, { runId: run.runId });
      context.statuses.expire(run);
      context.ends.expire(run);
      return accepted(run);
    },
  });
}

/** Asks for a new OTP. */
export const resendOtp = defineMessage({
  id: 'resendOtp',
  path: '/v1/onboardings/{id}/otp/resend',
  summary: 'Ask for a new OTP',
  description: '`otp.resendAvailableAt` of the status tells from when a new OTP can be sent.',
  roles: ['backend', 'operator', 'page'],
  isAboutOtps: true,
  problems: ['otp-not-sendable'],
  check: refuseIdleResend,
  send: (client, workflowId, run) => client.resendOtp(workflowId, run),
});

/** Asks for the cancellation. */
export const cancelOnboarding = defineMessage({
  id: 'cancelOnboarding',
  path: '/v1/onboardings/{id}/cancel',
  summary: 'Cancel the onboarding',
  description: 'It ends once it is known whether a registration took place.',
  roles: ['backend', 'operator'],
  send: (client, workflowId, run) => client.cancel(workflowId, run),
});

/** Tries the step that needs attention again. */
export const retryOnboarding = defineMessage({
  id: 'retryOnboarding',
  path: '/v1/onboardings/{id}/retry',
  summary: 'Try the step that needs attention again now',
  roles: ['operator'],
  send: (client, workflowId, run) => client.retryNow(workflowId, run),
});

/** The workflow ignores a resend that its policy does not allow; a caller who waits for an OTP has to know. */
async function refuseIdleResend(run: RunAddress, { statuses }: GatewayContext): Promise<void> {
  const view = await within(STATUS_WITHIN_MS, statuses.read(run)).catch(unlessUnknown);
  // Without a status the workflow decides, once a worker takes the message up; the server refuses one that has ended.
  if (view === undefined || view.hasEnded) return;
  const { stage, otp: { resendAvailableAt } = {} } = view.status;
  const waitMs = resendAvailableAt === undefined ? 0 : Date.parse(resendAvailableAt) - Date.now();
  if (stage === 'awaitingOtp' && resendAvailableAt !== undefined && waitMs <= 0) return;
  const headers = waitMs > 0 ? { 'Retry-After': String(Math.ceil(waitMs / 1_000)) } : {};
  throw new Problem('otp-not-sendable', { headers });
}

function unlessUnknown(error: unknown): undefined {
  if (!(error instanceof OnboardingError)) throw error;
}
