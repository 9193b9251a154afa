import { onboardingId } from '../../client/onboarding-id.js';
import { readCustomerIdConfig } from '../../config/client.js';
import { readMobileNumber, type CommandContext } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { UsageError } from '../usage-error.js';

/** `id`: the onboarding id of a mobile number; asks nobody. */
export async function id(context: CommandContext, givenNumber: string | undefined): Promise<ExitCode> {
  const customerIdKey = readCustomerIdConfig();
  const mobileNumber = await readMobileNumber(context, givenNumber);
  if (mobileNumber === undefined) throw new UsageError('id needs --mobile-number');
  const printed = onboardingId(mobileNumber, customerIdKey);
  context.output.answer({ onboardingId: printed }, printed);
  return ExitCode.done;
}
