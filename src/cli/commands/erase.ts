import { defineAboutOne } from '../command.js';
import { ExitCode } from '../exit-code.js';
import { UsageError } from '../usage-error.js';

/** `erase`: deletes the ended onboardings of one customer. */
export const erase = defineAboutOne(
  { name: 'erase', description: 'delete the ended onboardings of one customer', payloads: false },
  async ({ output }, client, workflowId, { runId: given }) => {
    // Somebody who names one run may expect that the others stay.
    if (given !== undefined) throw new UsageError('erase deletes every run, so ID must be the id without a run');
    const erased = await client.erase(workflowId);
    const runs = erased.map(({ runId, startedAt, closedAt }) => ({ runId, startedAt, closedAt }));
    const lines = runs.map(({ runId, startedAt, closedAt }) => `  ${runId}  ${startedAt} to ${closedAt ?? '?'}`);
    output.answer({ onboardingId: workflowId, erased: runs }, [`Erased of ${workflowId}:`, ...lines].join('\n'));
    return ExitCode.done;
  },
);
