import { OnboardingClient, type RunOption } from '../client/onboarding-client.js';
import { readClientConfig, type ClientNeeds } from '../config/client.js';
import { parseOnboardingId } from '../contract/onboarding-id.js';
import { CLEAR_TEXT_NOTICE } from '../encryption/data-converter.js';
import type { Output } from './output.js';
import type { StandardInput } from './standard-input.js';
import { UsageError } from './usage-error.js';

/** What every command works with. */
export interface CommandContext {
  output: Output;
  input: StandardInput;
}

/** Which onboarding a command is about, as the command line names it. */
export interface Target {
  id?: string | undefined;
  mobileNumber?: string | undefined;
}

/** Long enough for a distant cluster, short enough for a person who mistyped the address. */
export const CONNECT_TIMEOUT_MS = 5_000;

/** Runs one command's work with a client and ends the connection whatever happens. */
export async function withClient<T>(
  { output }: CommandContext,
  needs: Partial<ClientNeeds>,
  work: (client: OnboardingClient) => Promise<T>,
): Promise<T> {
  const config = readClientConfig({ payloads: false, customerIds: false, starts: false, ...needs });
  if (config.payloadKeys === 'none') output.note(CLEAR_TEXT_NOTICE);
  const { connection, namespace } = config.temporal;
  const client = await OnboardingClient.connect({
    connection: { ...connection, connectTimeout: CONNECT_TIMEOUT_MS },
    namespace,
    // A command without payloads neither writes nor reads one, so how they are kept does not matter to it.
    payloadKeys: config.payloadKeys ?? 'none',
    ...(config.taskQueue !== undefined && { taskQueue: config.taskQueue }),
    ...(config.customerIdKey !== undefined && { customerIdKey: config.customerIdKey }),
    ...(config.policyDefaults !== undefined && { policyDefaults: config.policyDefaults }),
  });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

/** Likewise for a command about one onboarding: the newest of its workflow id, or the run that its ID names. */
export async function withOnboarding<T>(
  context: CommandContext,
  target: Target,
  { payloads }: Pick<ClientNeeds, 'payloads'>,
  work: (client: OnboardingClient, workflowId: string, run: RunOption) => Promise<T>,
): Promise<T> {
  const { id } = target;
  const mobileNumber = await readMobileNumber(context, target.mobileNumber);
  if ((id === undefined) === (mobileNumber === undefined)) {
    throw new UsageError('Name one onboarding: either its ID or --mobile-number');
  }
  return await withClient(context, { payloads, customerIds: mobileNumber !== undefined }, async (client) => {
    if (mobileNumber !== undefined) return await work(client, client.idOf(mobileNumber), {});
    const { workflowId, runId } = parseOnboardingId(id ?? '') ?? { workflowId: id ?? '' };
    return await work(client, workflowId, { runId });
  });
}

/** A mobile number as the command line gives it; `-` means the next line of standard input. */
export async function readMobileNumber(
  { input }: CommandContext,
  given: string | undefined,
): Promise<string | undefined> {
  return given === '-' ? await input.line('Mobile number') : given;
}
