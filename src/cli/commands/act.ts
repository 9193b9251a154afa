import { withClient, withOnboarding, type CommandContext, type Target } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { UsageError } from '../usage-error.js';
import type { AttentionReason } from '../../contract/status.js';

/** `resend`: asks for a new code. */
export async function resend(context: CommandContext, target: Target): Promise<ExitCode> {
  return await withOnboarding(context, target, { payloads: false }, async (client, onboardingId) => {
    await client.resendOtp(onboardingId);
    context.output.answer(
      { onboardingId, resendRequested: true },
      `Asked ${onboardingId} for a new code; status tells whether one was sent`,
    );
    return ExitCode.done;
  });
}

/** `cancel`: asks for the cancellation. */
export async function cancel(context: CommandContext, target: Target): Promise<ExitCode> {
  return await withOnboarding(context, target, { payloads: false }, async (client, onboardingId) => {
    await client.cancel(onboardingId);
    context.output.answer({ onboardingId, cancelRequested: true }, `Asked ${onboardingId} to cancel`);
    return ExitCode.done;
  });
}

/** `retry`: one onboarding, or every open one with an attention reason. */
export async function retry(context: CommandContext, target: Target, attention: string | undefined): Promise<ExitCode> {
  const { output } = context;
  if (attention === undefined) {
    return await withOnboarding(context, target, { payloads: false }, async (client, onboardingId) => {
      await client.retryNow(onboardingId);
      output.answer({ onboardingId, retryRequested: true }, `Asked ${onboardingId} to try again now`);
      return ExitCode.done;
    });
  }
  if (target.id !== undefined || target.mobileNumber !== undefined) {
    throw new UsageError('Name either one onboarding or --attention, not both');
  }
  return await withClient(context, {}, async (client) => {
    // The client checks the word against the contract's list.
    const batch = await client.retryAttention(attention as AttentionReason);
    const onboardings = batch.matched === 1 ? 'onboarding' : 'onboardings';
    output.answer(batch, `Batch ${batch.jobId} asks ${batch.matched} ${onboardings} to try again now`);
    return ExitCode.done;
  });
}
