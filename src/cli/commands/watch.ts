import type { OnboardingStatus } from '../../contract/status.js';
import { commandAboutOne, type DefineCommand, type TargetFlags } from '../command.js';
import { withOnboarding } from '../context.js';
import { exitCodeOfOutcome } from '../exit-code.js';
import { reportResult } from '../report-result.js';
import { watchLines } from '../status-text.js';

/** `watch`: follows an onboarding until it ends, or until Ctrl-C. */
export const watch: DefineCommand = (act) =>
  commandAboutOne('watch', 'follow an onboarding until it ends, or until Ctrl-C').action(
    act(async (context, id: string | undefined, { mobileNumber }: TargetFlags) => {
      const { output } = context;
      return await withOnboarding(
        context,
        { id, mobileNumber },
        { payloads: true },
        async (client, workflowId, run) => {
          let before: OnboardingStatus | undefined;
          const onInterruption = ({ message }: Error): void => {
            output.note(`${message} Still watching.`);
          };
          for await (const current of client.watch(workflowId, { ...run, onInterruption })) {
            output.answer(current, watchLines(before, current, new Date().toISOString()).join('\n'));
            before = current;
          }
          const result = client.result(workflowId, { ...run, waitMs: 0 });
          return await reportResult(context, result, ({ outcome }) => exitCodeOfOutcome(outcome));
        },
      );
    }),
  );
