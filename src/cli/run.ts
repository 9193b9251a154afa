import { CommanderError } from 'commander';
import type { CommandContext } from './context.js';
import { ExitCode, exitCodeOfError } from './exit-code.js';
import { Output } from './output.js';
import { createProgram, isHelpShown } from './program.js';
import { Interrupted, StandardInput } from './standard-input.js';

/** Runs one command line and says with which code the process should end; what went wrong has been printed. */
export async function run(words: readonly string[]): Promise<ExitCode> {
  const { stdin, stdout, stderr } = process;
  let exitCode: ExitCode = ExitCode.usage;
  const makeContext = (isJson: boolean): CommandContext => ({
    output: new Output(stdout, stderr, isJson),
    input: new StandardInput(stdin, stderr),
  });
  const program = createProgram({
    makeContext,
    onExitCode: (ended) => {
      exitCode = ended;
    },
  });
  if (words.length === 0) {
    stderr.write(program.helpInformation());
    return ExitCode.usage;
  }
  try {
    await program.parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && isHelpShown(error)) return ExitCode.done;
    if (error instanceof Interrupted) return ExitCode.interrupted;
    // A line that commander could not read may have said --json all the same.
    makeContext(words.includes('--json')).output.error(error);
    return exitCodeOfError(error);
  }
}
