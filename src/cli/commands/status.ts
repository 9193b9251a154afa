import { defineAboutOne } from '../command.js';
import { ExitCode } from '../exit-code.js';
import { statusText } from '../status-text.js';

/** `status`: where an onboarding stands. */
export const status = defineAboutOne(
  { name: 'status', description: 'show where an onboarding stands', payloads: true },
  async ({ output }, client, workflowId, run) => {
    const current = await client.status(workflowId, run);
    output.answer(current, statusText(current, workflowId));
    return ExitCode.done;
  },
);
