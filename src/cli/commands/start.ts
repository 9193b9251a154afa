import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { OnboardingRequest } from '../../contract/request.js';
import type { DefineCommand } from '../command.js';
import { readMobileNumber, withClient, type CommandContext } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { REQUEST_FLAGS, requestFrom, type GivenFlags } from '../request-input.js';
import { UsageError } from '../usage-error.js';

/** `start`: starts an onboarding or joins the customer's open one. */
export const start: DefineCommand = (act) => {
  const command = new Command('start')
    .description("start an onboarding, or join the customer's open one; flags go over the fields of --input")
    .option('--input <file>', 'request as a JSON object; - reads it from standard input');
  for (const [flag, , help] of REQUEST_FLAGS) command.option(flag, help);
  return command.action(
    act(async (context, flags: GivenFlags) => {
      const request = await readRequest(context, flags);
      const started = await withClient(context, { payloads: true, starts: true }, async (client) => {
        // The client checks the request before it sends anything.
        return await client.start(request as OnboardingRequest);
      });
      const { workflowId, ...rest } = started;
      const text = started.started
        ? `Started ${workflowId}`
        : `Joined ${workflowId}: this customer's onboarding was open already, and its own request stands`;
      context.output.answer({ onboardingId: workflowId, ...rest }, text);
      return ExitCode.done;
    }),
  );
};

async function readRequest(context: CommandContext, flags: GivenFlags): Promise<unknown> {
  if (flags['input'] === '-' && flags['mobileNumber'] === '-') {
    throw new UsageError('Only one of --input and --mobile-number can read standard input');
  }
  const input = await readInput(context, flags['input']);
  const mobileNumber = await readMobileNumber(context, flags['mobileNumber']);
  return requestFrom({ ...flags, mobileNumber }, input);
}

async function readInput({ input }: CommandContext, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  if (path === '-') return await input.all();
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new UsageError('--input must name a file that can be read, or be - for standard input');
  }
}
