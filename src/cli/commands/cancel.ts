import { commandAboutOne, type DefineCommand, type TargetFlags } from '../command.js';
import { withOnboarding } from '../context.js';
import { ExitCode } from '../exit-code.js';

/** `cancel`: asks for the cancellation. */
export const cancel: DefineCommand = (act) =>
  commandAboutOne('cancel', 'ask for the cancellation').action(
    act(async (context, id: string | undefined, { mobileNumber }: TargetFlags) => {
      return await withOnboarding(
        context,
        { id, mobileNumber },
        { payloads: false },
        async (client, workflowId, run) => {
          await client.cancel(workflowId, run);
          context.output.answer({ onboardingId: workflowId, cancelRequested: true }, `Asked ${workflowId} to cancel`);
          return ExitCode.done;
        },
      );
    }),
  );
