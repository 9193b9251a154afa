import { Command } from 'commander';
import { openConnection } from '../../client/connect.js';
import { setUpNamespace, type NamespaceSetup } from '../../client/namespace-setup.js';
import { readTemporalOnlyConfig } from '../../config/client.js';
import type { DefineCommand } from '../command.js';
import { CONNECT_TIMEOUT_MS } from '../context.js';
import { ExitCode } from '../exit-code.js';

/** `setup`: prepares a namespace for onboardings and says what was done. */
export const setup: DefineCommand = (act) =>
  new Command('setup').description('prepare a namespace: search attributes, retention of 7 days').action(
    act(async ({ output }) => {
      const { connection: options, namespace } = readTemporalOnlyConfig();
      const connection = await openConnection({ ...options, connectTimeout: CONNECT_TIMEOUT_MS });
      try {
        const done = await setUpNamespace(connection, namespace);
        output.answer(done, setupText(done));
        return ExitCode.done;
      } finally {
        await connection.close();
      }
    }),
  );

function setupText({ namespace, searchAttributes, retention }: NamespaceSetup): string {
  const attributes = Object.entries(searchAttributes).map(
    ([name, { type, added }]) => `  ${name} (${type})  ${added ? 'added' : 'was there already'}`,
  );
  const { days, previousDays } = retention;
  const kept = previousDays === days ? 'as it was' : `was ${previousDays} days`;
  return [`Namespace ${namespace}`, ...attributes, `  retention ${days} days  ${kept}`].join('\n');
}
