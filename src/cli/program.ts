import { Command, type CommanderError } from 'commander';
import { ATTENTION_REASONS, ONBOARDING_STAGES } from '../contract/status.js';
import { ONBOARDING_OUTCOMES } from '../contract/result.js';
import type { OnboardingFilter } from '../client/visibility-query.js';
import { cancel, resend, retry } from './commands/act.js';
import { erase } from './commands/erase.js';
import { id } from './commands/id.js';
import { list, result, status, watch } from './commands/look.js';
import { otp } from './commands/otp.js';
import { setUp } from './commands/set-up.js';
import { start } from './commands/start.js';
import type { CommandContext, Target } from './context.js';
import { EXIT_CODES_HELP, type ExitCode } from './exit-code.js';
import { REQUEST_FLAGS, type GivenFlags } from './request-input.js';
import { secondsToMs } from './seconds.js';

export interface ProgramOptions {
  /** Makes what a command works with, once it is known whether it answers in JSON. */
  makeContext: (isJson: boolean) => CommandContext;
  /** Told how the command ended. */
  onExitCode: (code: ExitCode) => void;
}

const MOBILE_NUMBER = '--mobile-number <number>';
const MOBILE_NUMBER_HELP = 'the customer, in place of ID; - reads the number from standard input';

/** The `onboarding` command with all its flags; what each command does is in `commands/`. */
export function createProgram({ makeContext, onExitCode }: ProgramOptions): Command {
  const program = new Command('onboarding')
    .description('Starts, follows and steers customer onboardings on Temporal.')
    .option('--json', 'one JSON document per answer on standard output, errors as JSON on standard error')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', EXIT_CODES_HELP);

  const run = async (work: (context: CommandContext) => Promise<ExitCode>): Promise<void> => {
    onExitCode(await work(makeContext(program.opts<{ json?: true }>().json === true)));
  };
  const aboutOne = (
    name: string,
    description: string,
    work: (context: CommandContext, target: Target) => Promise<ExitCode>,
  ): void => {
    program
      .command(name)
      .description(description)
      .argument('[ID]', 'onboarding id')
      .option(MOBILE_NUMBER, MOBILE_NUMBER_HELP)
      .action(async (givenId: string | undefined, { mobileNumber }: Target) => {
        await run((context) => work(context, { id: givenId, mobileNumber }));
      });
  };

  const startCommand = program
    .command('start')
    .description("start an onboarding, or join the customer's open one; flags go over the fields of --input")
    .option('--input <file>', 'request as a JSON object; - reads it from standard input');
  for (const [flag, , help] of REQUEST_FLAGS) startCommand.option(flag, help);
  startCommand.action(async (flags: GivenFlags) => {
    await run((context) => start(context, flags));
  });

  program
    .command('otp')
    .description('hand in a code; without CODE it is asked for unseen, or read from standard input')
    .argument('[ID]', 'onboarding id')
    .argument('[CODE]', 'the code')
    .option(MOBILE_NUMBER, MOBILE_NUMBER_HELP)
    .option('--wait <seconds>', 'wait for what becomes of the code')
    .action(async (first: string | undefined, second: string | undefined, flags: Target & { wait?: string }) => {
      const words = [first, second].filter((word) => word !== undefined);
      const waitMs = flags.wait === undefined ? undefined : secondsToMs(flags.wait);
      await run((context) => otp(context, { words, mobileNumber: flags.mobileNumber, waitMs }));
    });

  aboutOne('resend', 'ask for a new code', resend);
  aboutOne('status', 'show where an onboarding stands', status);
  aboutOne('watch', 'follow an onboarding until it ends, or until Ctrl-C', watch);

  program
    .command('result')
    .description('show how an onboarding ended; masked, the record is for --json')
    .argument('[ID]', 'onboarding id')
    .option(MOBILE_NUMBER, MOBILE_NUMBER_HELP)
    .option('--wait <seconds>', 'wait for the end; without it the command looks once')
    .action(async (givenId: string | undefined, { mobileNumber, wait }: Target & { wait?: string }) => {
      const waitMs = wait === undefined ? 0 : secondsToMs(wait);
      await run((context) => result(context, { id: givenId, mobileNumber }, waitMs));
    });

  program
    .command('list')
    .description('list onboardings, newest first')
    .option('--stage <stage>', ONBOARDING_STAGES.join(', '))
    .option('--outcome <outcome>', ONBOARDING_OUTCOMES.join(', '))
    .option('--attention <reason>', ATTENTION_REASONS.join(', '))
    .action(async (filter: OnboardingFilter) => {
      await run((context) => list(context, filter));
    });

  aboutOne('cancel', 'ask for the cancellation', cancel);
  aboutOne('erase', 'delete the ended onboardings of one customer', erase);

  program
    .command('retry')
    .description('try the step that needs attention again now: of one onboarding, or of all with a reason')
    .argument('[ID]', 'onboarding id')
    .option(MOBILE_NUMBER, MOBILE_NUMBER_HELP)
    .option('--attention <reason>', ATTENTION_REASONS.join(', '))
    .action(async (givenId: string | undefined, flags: Target & { attention?: string }) => {
      await run((context) => retry(context, { id: givenId, mobileNumber: flags.mobileNumber }, flags.attention));
    });

  program
    .command('id')
    .description('print the onboarding id of a mobile number')
    .option(MOBILE_NUMBER, 'ten digits, the first 6 to 9; - reads it from standard input')
    .action(async ({ mobileNumber }: Target) => {
      await run((context) => id(context, mobileNumber));
    });

  program
    .command('setup')
    .description('prepare a namespace: search attributes, retention of 7 days')
    .action(async () => {
      await run(setUp);
    });

  // Errors are printed in one place, so that none quotes what was given and machines get them as JSON.
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeErr: () => undefined, outputError: () => undefined });
  }
  return program;
}

/** Whether commander stopped because it has shown what was asked for. */
export function isHelpShown({ code }: CommanderError): boolean {
  return code === 'commander.helpDisplayed';
}
