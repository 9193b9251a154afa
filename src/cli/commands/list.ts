import { Command } from 'commander';
import type { OnboardingFilter } from '../../client/visibility-query.js';
import { ONBOARDING_OUTCOMES } from '../../contract/result.js';
import { ATTENTION_REASONS, ONBOARDING_STAGES } from '../../contract/status.js';
import type { DefineCommand } from '../command.js';
import { withClient } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { LIST_HEADING, listLine } from '../list-text.js';

/** `list`: onboardings by stage, outcome and attention. */
export const list: DefineCommand = (act) =>
  new Command('list')
    .description('list onboardings, newest first')
    .option('--stage <stage>', ONBOARDING_STAGES.join(', '))
    .option('--outcome <outcome>', ONBOARDING_OUTCOMES.join(', '))
    .option('--attention <reason>', ATTENTION_REASONS.join(', '))
    .action(
      act(async (context, filter: OnboardingFilter) => {
        const { output } = context;
        return await withClient(context, {}, async (client) => {
          let count = 0;
          for await (const entry of client.list(filter)) {
            if (count === 0) output.note(LIST_HEADING);
            const { workflowId, ...rest } = entry;
            output.answer({ onboardingId: workflowId, ...rest }, listLine(entry));
            count += 1;
          }
          if (count === 0) output.note('No onboardings');
          return ExitCode.done;
        });
      }),
    );
