import { Command } from 'commander';
import { workflowIdOf } from '../../client/workflow-id.js';
import { readCustomerIdConfig } from '../../config/client.js';
import { MOBILE_NUMBER, type DefineCommand, type TargetFlags } from '../command.js';
import { readMobileNumber } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { UsageError } from '../usage-error.js';

/** `id`: the workflow id of a mobile number; connects to nothing. */
export const id: DefineCommand = (act) =>
  new Command('id')
    .description('print the onboarding id of a mobile number')
    .option(MOBILE_NUMBER, 'ten digits, the first 6 to 9; - reads it from standard input')
    .action(
      act(async (context, flags: TargetFlags) => {
        const customerIdKey = readCustomerIdConfig();
        const mobileNumber = await readMobileNumber(context, flags.mobileNumber);
        if (mobileNumber === undefined) throw new UsageError('id needs --mobile-number');
        const workflowId = workflowIdOf(mobileNumber, customerIdKey);
        context.output.answer({ onboardingId: workflowId }, workflowId);
        return ExitCode.done;
      }),
    );
