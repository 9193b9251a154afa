import { commandAboutOne, type DefineCommand, type TargetFlags } from '../command.js';
import { withOnboarding } from '../context.js';
import { exitCodeOfOutcome } from '../exit-code.js';
import { reportResult } from '../report-result.js';
import { resultText } from '../result-text.js';
import { secondsToMs } from '../seconds.js';

/** `result`: how an onboarding ended. */
export const result: DefineCommand = (act) =>
  commandAboutOne('result', 'show how an onboarding ended; masked, the record is for --json')
    .option('--wait <seconds>', 'wait for the end; without it the command looks once', secondsToMs)
    .action(
      act(async (context, id: string | undefined, { mobileNumber, wait = 0 }: TargetFlags & { wait?: number }) => {
        const target = { id, mobileNumber };
        return await withOnboarding(context, target, { payloads: true }, async (client, workflowId, run) => {
          return await reportResult(context, client.result(workflowId, { ...run, waitMs: wait }), (ended) => {
            context.output.answer(ended, resultText(ended));
            return exitCodeOfOutcome(ended.outcome);
          });
        });
      }),
    );
