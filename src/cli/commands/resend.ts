import { commandAboutOne, type DefineCommand, type TargetFlags } from '../command.js';
import { withOnboarding } from '../context.js';
import { ExitCode } from '../exit-code.js';

/** `resend`: asks for a new OTP. */
export const resend: DefineCommand = (act) =>
  commandAboutOne('resend', 'ask for a new OTP').action(
    act(async (context, id: string | undefined, { mobileNumber }: TargetFlags) => {
      return await withOnboarding(
        context,
        { id, mobileNumber },
        { payloads: false },
        async (client, workflowId, run) => {
          await client.resendOtp(workflowId, run);
          context.output.answer(
            { onboardingId: workflowId, resendRequested: true },
            `Asked ${workflowId} for a new OTP; status tells whether one was sent`,
          );
          return ExitCode.done;
        },
      );
    }),
  );
