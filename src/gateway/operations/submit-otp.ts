import { VerificationTimedOut } from '../../client/errors.js';
import type { OtpSubmission, OtpVerification } from '../../contract/otp.js';
import type { GatewayContext } from '../context.js';
import type { RunAddress } from '../../contract/onboarding-id.js';
import { Problem } from '../problems/problem.js';
import { otpSubmissionSchema, otpVerificationSchema } from '../schemas/otp.js';
import { ACCEPTED, accepted } from './accepted.js';
import { defineOperation } from './operation.js';
import { targetRun } from './target-run.js';

/** Takes the OTP that the customer typed. */
export const submitOtp = defineOperation<OtpSubmission>({
  id: 'submitOtp',
  method: 'POST',
  path: '/v1/onboardings/{id}/otp',
  summary: 'Submit the OTP',
  description:
    'With `Prefer: wait=N` the response holds the answer to the OTP, where that is known in time. There an ' +
    'Idempotency-Key stands for one OTP: repeated with it, the request waits for the same answer and tries nothing ' +
    'twice; another OTP under the same key is taken for the first one and not tried. Without `Prefer` the key has no ' +
    'effect: an OTP that is being tried, or was refused, costs nothing when it is sent again.',
  roles: ['backend', 'operator', 'page'],
  isAboutOtps: true,
  headers: ['Prefer', 'Idempotency-Key'],
  body: {
    schema: otpSubmissionSchema,
    // Letters get the same answer as an OTP of the wrong length.
    refuse: (body) => (isMalformedText(otpIn(body)) ? new Problem('otp-malformed') : undefined),
  },
  answers: {
    200: { description: 'The answer to the OTP.', schema: otpVerificationSchema },
    202: ACCEPTED,
  },
  problems: ['onboarding-not-found', 'onboarding-closed', 'otp-not-awaited', 'otp-malformed', 'otp-repeated'],

  async handle({ body: { otp }, idempotencyKey, waitMs, ...call }, context) {
    if (idempotencyKey !== undefined) checkUpdateId(idempotencyKey, otp);
    const run = await targetRun(call, context);
    const verification = await sendOtp(run, { otp, waitMs, updateId: idempotencyKey }, context);
    context.statuses.expire(run);
    context.ends.expire(run);
    return verification === undefined ? accepted(run) : { status: 200, body: verification };
  },
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MOBILE_NUMBER = /(?<!\d)[6-9]\d{9}(?!\d)/;

/** Update ids are clear text on the server. A UUID may hold the digits of an OTP by chance and tells nothing by it. */
function checkUpdateId(key: string, otp: string): void {
  if (UUID.test(key) || (!key.includes(otp) && !MOBILE_NUMBER.test(key))) return;
  const problem = 'must hold neither the OTP nor a mobile number: it is kept in clear text';
  throw new Problem('invalid-request', { problems: [{ field: 'Idempotency-Key', problem }] });
}

function otpIn(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'otp' in body ? body.otp : undefined;
}

function isMalformedText(otp: unknown): boolean {
  return typeof otp === 'string' && !otpSubmissionSchema.shape.otp.safeParse(otp).success;
}

interface Attempt {
  otp: string;
  waitMs: number;
  updateId: string | undefined;
}

/** The answer to the OTP, where the caller waits and it is known in time; otherwise the workflow has the OTP. */
async function sendOtp(
  run: RunAddress,
  { otp, waitMs, updateId }: Attempt,
  { client, stopping }: GatewayContext,
): Promise<OtpVerification | undefined> {
  const { workflowId, runId } = run;
  if (waitMs === 0) {
    await client.submitOtp(workflowId, otp, { runId });
    return undefined;
  }
  try {
    const options = { runId, deadlineMs: waitMs, signal: stopping, ...(updateId !== undefined && { updateId }) };
    return await client.verifyOtp(workflowId, otp, options);
  } catch (error) {
    if (!(error instanceof VerificationTimedOut)) throw error;
    // An update that no worker has accepted is kept nowhere; a signal is.
    if (!error.accepted) await client.submitOtp(workflowId, otp, { runId });
    return undefined;
  }
}
