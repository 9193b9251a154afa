import { defineAboutOne } from '../command.js';
import { ExitCode } from '../exit-code.js';

/** `cancel`: asks for the cancellation. */
export const cancel = defineAboutOne(
  { name: 'cancel', description: 'ask for the cancellation', payloads: false },
  async ({ output }, client, workflowId, run) => {
    await client.cancel(workflowId, run);
    output.answer({ onboardingId: workflowId, cancelRequested: true }, `Asked ${workflowId} to cancel`);
    return ExitCode.done;
  },
);
