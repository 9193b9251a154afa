import { InvalidRequest } from '../../client/errors.js';
import type { OnboardingClient } from '../../client/onboarding-client.js';
import type { OnboardingFilter } from '../../client/visibility-query.js';
import type { OnboardingResult } from '../../contract/result.js';
import type { OnboardingStatus } from '../../contract/status.js';
import { withClient, withOnboarding, type CommandContext, type Target } from '../context.js';
import { ExitCode, exitCodeOfOutcome } from '../exit-code.js';
import { LIST_HEADING, listLine } from '../list-text.js';
import { resultText } from '../result-text.js';
import { statusText, watchLines } from '../status-text.js';

/** `status`: where an onboarding stands. */
export async function status(context: CommandContext, target: Target): Promise<ExitCode> {
  return await withOnboarding(context, target, { payloads: true }, async (client, onboardingId) => {
    const current = await client.status(onboardingId);
    context.output.answer(current, statusText(current));
    return ExitCode.done;
  });
}

/** `watch`: follows an onboarding until it ends, or until Ctrl-C. */
export async function watch(context: CommandContext, target: Target): Promise<ExitCode> {
  const { output } = context;
  return await withOnboarding(context, target, { payloads: true }, async (client, onboardingId) => {
    let before: OnboardingStatus | undefined;
    const changes = client.watch(onboardingId, {
      onInterruption: ({ message }) => {
        output.note(`${message} Still watching.`);
      },
    });
    for await (const current of changes) {
      output.answer(current, watchLines(before, current, new Date().toISOString()).join('\n'));
      before = current;
    }
    return await endOf(context, client, onboardingId, ({ outcome }) => exitCodeOfOutcome(outcome));
  });
}

/** `result`: how an onboarding ended. */
export async function result(context: CommandContext, target: Target, waitMs: number): Promise<ExitCode> {
  return await withOnboarding(context, target, { payloads: true }, async (client, onboardingId) => {
    const use = (ended: OnboardingResult): ExitCode => {
      context.output.answer(ended, resultText(ended));
      return exitCodeOfOutcome(ended.outcome);
    };
    return await endOf(context, client, onboardingId, use, waitMs);
  });
}

/** `list`: onboardings by stage, outcome and attention. */
export async function list(context: CommandContext, filter: OnboardingFilter): Promise<ExitCode> {
  const { output } = context;
  return await withClient(context, {}, async (client) => {
    let count = 0;
    for await (const entry of client.list(filter)) {
      if (count === 0) output.note(LIST_HEADING);
      output.answer(entry, listLine(entry));
      count += 1;
    }
    if (count === 0) output.note('No onboardings');
    return ExitCode.done;
  });
}

/** An onboarding that failed because its request was invalid has ended; the command line was right. */
async function endOf(
  { output }: CommandContext,
  client: OnboardingClient,
  onboardingId: string,
  use: (result: OnboardingResult) => ExitCode,
  waitMs = 0,
): Promise<ExitCode> {
  try {
    return use(await client.result(onboardingId, { waitMs }));
  } catch (error) {
    if (!(error instanceof InvalidRequest)) throw error;
    output.error(error);
    return ExitCode.no;
  }
}
