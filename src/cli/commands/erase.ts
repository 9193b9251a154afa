import { commandAboutOne, type DefineCommand, type TargetFlags } from '../command.js';
import { withOnboarding } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { UsageError } from '../usage-error.js';

/** `erase`: deletes the ended onboardings of one customer. */
export const erase: DefineCommand = (act) =>
  commandAboutOne('erase', 'delete the ended onboardings of one customer').action(
    act(async (context, id: string | undefined, { mobileNumber }: TargetFlags) => {
      const target = { id, mobileNumber };
      return await withOnboarding(
        context,
        target,
        { payloads: false },
        async (client, workflowId, { runId: given }) => {
          // Somebody who names one run may expect that the others stay.
          if (given !== undefined) throw new UsageError('erase deletes every run, so ID must be the id without a run');
          const erased = await client.erase(workflowId);
          const runs = erased.map(({ runId, startedAt, closedAt }) => ({ runId, startedAt, closedAt }));
          const lines = runs.map(({ runId, startedAt, closedAt }) => `  ${runId}  ${startedAt} to ${closedAt ?? '?'}`);
          context.output.answer(
            { onboardingId: workflowId, erased: runs },
            [`Erased of ${workflowId}:`, ...lines].join('\n'),
          );
          return ExitCode.done;
        },
      );
    }),
  );
