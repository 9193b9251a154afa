import { Command } from 'commander';
import type { OnboardingClient, RunOption } from '../client/onboarding-client.js';
import { withOnboarding, type CommandContext, type Target } from './context.js';
import type { ExitCode } from './exit-code.js';

/** Makes what commander calls out of a command's work, which gets arguments and flags as commander gives them. */
export type Act = <Given extends unknown[]>(
  work: (context: CommandContext, ...given: Given) => Promise<ExitCode>,
) => (...given: Given) => Promise<void>;

/** One command of `onboarding`: its words and flags for `--help`, and its work. */
export type DefineCommand = (act: Act) => Command;

export const MOBILE_NUMBER = '--mobile-number <number>';

/** A command about one onboarding, which its ID or `--mobile-number` names. */
export function commandAboutOne(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('[ID]', 'onboarding id')
    .option(MOBILE_NUMBER, 'the customer, in place of ID; - reads the number from standard input');
}

/** The flags of such a command. */
export type TargetFlags = Pick<Target, 'mobileNumber'>;

/** Defines a command about one onboarding that takes nothing else. */
export function defineAboutOne(
  { name, description, payloads }: { name: string; description: string; payloads: boolean },
  work: (context: CommandContext, client: OnboardingClient, workflowId: string, run: RunOption) => Promise<ExitCode>,
): DefineCommand {
  return (act) =>
    commandAboutOne(name, description).action(
      act((context, id: string | undefined, { mobileNumber }: TargetFlags) =>
        withOnboarding(context, { id, mobileNumber }, { payloads }, (client, workflowId, run) =>
          work(context, client, workflowId, run),
        ),
      ),
    );
}
