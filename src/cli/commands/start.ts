import { readFile } from 'node:fs/promises';
import type { OnboardingRequest } from '../../contract/request.js';
import { readMobileNumber, withClient, type CommandContext } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { requestFrom, type GivenFlags } from '../request-input.js';
import { UsageError } from '../usage-error.js';

/** `start`: starts an onboarding or joins the customer's open one. */
export async function start(context: CommandContext, flags: GivenFlags): Promise<ExitCode> {
  const { output } = context;
  if (flags['input'] === '-' && flags['mobileNumber'] === '-') {
    throw new UsageError('Only one of --input and --mobile-number can read standard input');
  }
  const input = await readInput(context, flags['input']);
  const mobileNumber = await readMobileNumber(context, flags['mobileNumber']);
  const request = requestFrom({ ...flags, mobileNumber }, input);
  const started = await withClient(context, { payloads: true, starts: true }, async (client) => {
    // The client checks the shape before it sends anything.
    return await client.start(request as OnboardingRequest);
  });
  const text = started.started
    ? `Started ${started.onboardingId}`
    : `Joined ${started.onboardingId}: this customer's onboarding was open already, and its own request stands`;
  output.answer(started, text);
  return ExitCode.done;
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
