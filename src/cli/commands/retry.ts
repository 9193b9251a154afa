import { ATTENTION_REASONS, type AttentionReason } from '../../contract/status.js';
import { commandAboutOne, type DefineCommand, type TargetFlags } from '../command.js';
import { withClient, withOnboarding, type CommandContext, type Target } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { UsageError } from '../usage-error.js';

/** `retry`: one onboarding, or every one with an attention reason. */
export const retry: DefineCommand = (act) =>
  commandAboutOne('retry', 'try the step that needs attention again now: of one onboarding, or of all with a reason')
    .option('--attention <reason>', ATTENTION_REASONS.join(', '))
    .action(
      act(
        async (
          context,
          id: string | undefined,
          { mobileNumber, attention }: TargetFlags & { attention?: AttentionReason },
        ) => {
          if (attention === undefined) return await retryOne(context, { id, mobileNumber });
          if (id === undefined && mobileNumber === undefined) return await retryAll(context, attention);
          throw new UsageError('Name either one onboarding or --attention, not both');
        },
      ),
    );

async function retryOne(context: CommandContext, target: Target): Promise<ExitCode> {
  return await withOnboarding(context, target, { payloads: false }, async (client, workflowId, run) => {
    await client.retryNow(workflowId, run);
    context.output.answer({ onboardingId: workflowId, retryRequested: true }, `Asked ${workflowId} to try again now`);
    return ExitCode.done;
  });
}

/** The client checks the reason against the contract's list. */
async function retryAll(context: CommandContext, attention: AttentionReason): Promise<ExitCode> {
  return await withClient(context, {}, async (client) => {
    const batch = await client.retryAttention(attention);
    const onboardings = batch.matched === 1 ? 'onboarding' : 'onboardings';
    context.output.answer(batch, `Batch ${batch.jobId} asks ${batch.matched} ${onboardings} to try again now`);
    return ExitCode.done;
  });
}
