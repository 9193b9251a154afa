import { Command, type CommanderError } from 'commander';
import type { DefineCommand } from './command.js';
import { cancel } from './commands/cancel.js';
import { check } from './commands/check.js';
import { erase } from './commands/erase.js';
import { id } from './commands/id.js';
import { list } from './commands/list.js';
import { otp } from './commands/otp.js';
import { resend } from './commands/resend.js';
import { result } from './commands/result.js';
import { retry } from './commands/retry.js';
import { setup } from './commands/setup.js';
import { start } from './commands/start.js';
import { status } from './commands/status.js';
import { watch } from './commands/watch.js';
import type { CommandContext } from './context.js';
import { EXIT_CODES_HELP, type ExitCode } from './exit-code.js';

/** In the order of `--help`. */
const COMMANDS: readonly DefineCommand[] = [
  start,
  otp,
  resend,
  status,
  watch,
  result,
  list,
  cancel,
  erase,
  retry,
  id,
  setup,
  check,
];

export interface ProgramOptions {
  /** Makes what a command works with, once it is known whether it answers in JSON. */
  makeContext: (isJson: boolean) => CommandContext;
  /** Told how the command ended. */
  onExitCode: (exitCode: ExitCode) => void;
}

/** The `onboarding` command with all its commands. */
export function createProgram({ makeContext, onExitCode }: ProgramOptions): Command {
  const program = new Command('onboarding')
    .description('Starts, follows and controls customer onboardings on Temporal.')
    .option('--json', 'one JSON document per answer on standard output, errors as JSON on standard error')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', EXIT_CODES_HELP)
    // Errors are printed in one place, so that none quotes what was given and machines get them as JSON.
    .exitOverride()
    .configureOutput({ writeErr: () => undefined, outputError: () => undefined });
  for (const define of COMMANDS) {
    const command = define((work) => async (...given) => {
      onExitCode(await work(makeContext(program.opts<{ json?: true }>().json === true), ...given));
    });
    program.addCommand(command.copyInheritedSettings(program));
  }
  return program;
}

/** Whether commander stopped because it has shown what was asked for. */
export function isHelpShown({ code }: CommanderError): boolean {
  return code === 'commander.helpDisplayed';
}
