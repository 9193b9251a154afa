import { withOnboarding, type CommandContext, type Target } from '../context.js';
import { ExitCode } from '../exit-code.js';

/** `erase`: deletes the ended onboardings of one customer. */
export async function erase(context: CommandContext, target: Target): Promise<ExitCode> {
  return await withOnboarding(context, target, { payloads: false }, async (client, onboardingId) => {
    const erased = await client.erase(onboardingId);
    const runs = erased.map(({ runId, startedAt, closedAt }) => ({ runId, startedAt, closedAt }));
    const lines = runs.map(({ runId, startedAt, closedAt }) => `  ${runId}  ${startedAt} to ${closedAt ?? '?'}`);
    context.output.answer({ onboardingId, erased: runs }, [`Erased of ${onboardingId}:`, ...lines].join('\n'));
    return ExitCode.done;
  });
}
