import { commandAboutOne, type DefineCommand, type TargetFlags } from '../command.js';
import { withOnboarding } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { statusText } from '../status-text.js';

/** `status`: where an onboarding stands. */
export const status: DefineCommand = (act) =>
  commandAboutOne('status', 'show where an onboarding stands').action(
    act(async (context, id: string | undefined, { mobileNumber }: TargetFlags) => {
      return await withOnboarding(
        context,
        { id, mobileNumber },
        { payloads: true },
        async (client, workflowId, run) => {
          const current = await client.status(workflowId, run);
          context.output.answer(current, statusText(current));
          return ExitCode.done;
        },
      );
    }),
  );
