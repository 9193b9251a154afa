import { InvalidRequest } from '../client/errors.js';
import type { OnboardingResult } from '../contract/result.js';
import type { CommandContext } from './context.js';
import { ExitCode } from './exit-code.js';

/** Reports a result. An onboarding that failed because its request was invalid has ended; the command line was right. */
export async function reportResult(
  { output }: CommandContext,
  result: Promise<OnboardingResult>,
  report: (result: OnboardingResult) => ExitCode,
): Promise<ExitCode> {
  try {
    return report(await result);
  } catch (error) {
    if (!(error instanceof InvalidRequest)) throw error;
    output.error(error);
    return ExitCode.no;
  }
}
