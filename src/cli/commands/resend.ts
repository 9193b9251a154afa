import { defineAboutOne } from '../command.js';
import { ExitCode } from '../exit-code.js';

/** `resend`: asks for a new OTP. */
export const resend = defineAboutOne(
  { name: 'resend', description: 'ask for a new OTP', payloads: false },
  async ({ output }, client, workflowId, run) => {
    await client.resendOtp(workflowId, run);
    output.answer(
      { onboardingId: workflowId, resendRequested: true },
      `Asked ${workflowId} for a new OTP; status tells whether one was sent`,
    );
    return ExitCode.done;
  },
);
