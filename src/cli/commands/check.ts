import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { Command } from 'commander';
import type { Environment } from '../../config/environment.js';
import { validateOnboardingRequest } from '../../contract/validate-request.js';
import { checkAll, type CheckOptions } from '../check/check-environment.js';
import { findingText, type Finding } from '../check/finding.js';
import { MOBILE_NUMBER, type DefineCommand } from '../command.js';
import { readMobileNumber, type CommandContext } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { UsageError } from '../usage-error.js';

interface Flags extends CheckOptions {
  envFile?: string;
}

/** `check`: says whether an environment is ready for real customers, one line for each part. */
export const check: DefineCommand = (act) =>
  new Command('check')
    .description('is this environment ready for real customers? one line a part, ok or what to do')
    .option(MOBILE_NUMBER, "ask iServeU's get-customer for it; - reads the number from standard input")
    .option('--client-code <code>', 'ask IIFL for its profile')
    .option('--webhook', 'post a signed onboarding.test event to the webhook')
    .option('--env-file <file>', 'variables of worker, gateway or codec server; they go over those of this shell')
    .action(
      act(async (context, flags: Flags) => {
        const env = flags.envFile === undefined ? process.env : { ...process.env, ...readEnvFile(flags.envFile) };
        if (needsOwnProcess(env)) return await checkInOwnProcess(env);
        const options = { ...flags, mobileNumber: await readMobileNumber(context, flags.mobileNumber) };
        refuseWrongFlags(options);
        return await report(context, checkAll(env, options));
      }),
    );

function readEnvFile(file: string): Environment {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch {
    throw new UsageError('--env-file must name a file of variables, NAME=value, that can be read');
  }
}

const FLAG_OF_FIELD: Readonly<Record<string, string>> = {
  mobileNumber: '--mobile-number',
  clientCode: '--client-code',
};
/** What a request needs beside the flags, made up. */
const REQUEST = { mobileNumber: '9000000000', name: 'A', latlong: '0,0', publicIP: '127.0.0.1' };

function refuseWrongFlags({ mobileNumber, clientCode }: CheckOptions): void {
  const given = { ...REQUEST, ...(mobileNumber !== undefined && { mobileNumber }), clientCode };
  const validation = validateOnboardingRequest(given);
  if (validation.ok) return;
  const problems = validation.problems.map(({ field, problem }) => `${FLAG_OF_FIELD[field] ?? field} ${problem}`);
  throw new UsageError(problems.join('; '));
}

/** Node reads `NODE_EXTRA_CA_CERTS` when a process starts, and never again. */
function needsOwnProcess({ NODE_EXTRA_CA_CERTS: wanted }: Environment): boolean {
  return Boolean(wanted) && wanted !== process.env['NODE_EXTRA_CA_CERTS'];
}

async function checkInOwnProcess({ NODE_EXTRA_CA_CERTS }: Environment): Promise<ExitCode> {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS };
  // After -- Node takes --env-file for no option of its own.
  const words = [...process.execArgv, '--', ...process.argv.slice(1)];
  const child = spawn(process.execPath, words, { env, stdio: 'inherit' });
  const [exitCode] = (await once(child, 'close')) as [ExitCode | null];
  return exitCode ?? ExitCode.interrupted;
}

async function report({ output }: CommandContext, findings: AsyncIterable<Finding>): Promise<ExitCode> {
  const parts: Finding[] = [];
  for await (const finding of findings) {
    parts.push(finding);
    if (!output.isJson) output.answer(finding, findingText(finding));
  }
  const wrong = parts.filter(({ state }) => state === 'wrong').length;
  if (output.isJson) output.answer({ ok: wrong === 0, parts }, '');
  const skipped = parts.filter(({ state }) => state === 'skipped').length;
  const unseen = skipped === 0 ? '' : `; ${skipped} not looked at`;
  output.note(
    wrong === 0
      ? `\nAll that was looked at is well${unseen}.`
      : `\n${wrong} of ${parts.length} parts not right${unseen}.`,
  );
  return wrong === 0 ? ExitCode.done : ExitCode.no;
}
