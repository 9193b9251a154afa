import type { OnboardingStatus } from '../../contract/status.js';
import { defineAboutOne } from '../command.js';
import { exitCodeOfOutcome } from '../exit-code.js';
import { reportResult } from '../report-result.js';
import { watchLines } from '../status-text.js';

/** `watch`: follows an onboarding until it ends, or until Ctrl-C. */
export const watch = defineAboutOne(
  { name: 'watch', description: 'follow an onboarding until it ends, or until Ctrl-C', payloads: true },
  async (context, client, workflowId, run) => {
    const { output } = context;
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
