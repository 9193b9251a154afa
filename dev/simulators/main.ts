import { parseArgs } from 'node:util';

import { maskMobileNumber } from '../../src/contract/mask-mobile-number.js';
import { aborted, onStopSignals } from '../../src/process/stop-signals.js';
import { exportLines, magicLines } from './describe.js';
import { startSimulators, type SimulatorsOptions } from './start-simulators.js';

const USAGE = `npm run simulators -- [--iserveu-port 4801] [--iifl-port 4802] [--host 127.0.0.1] [--auth plain|encrypted] [--iifl-logins]`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Fixed ports, so that a worker's environment stays the same over restarts. */
function readOptions(args: string[]): SimulatorsOptions {
  const { values } = parseArgs({
    args,
    options: {
      'iserveu-port': { type: 'string', default: '4801' },
      'iifl-port': { type: 'string', default: '4802' },
      host: { type: 'string', default: '127.0.0.1' },
      auth: { type: 'string', default: 'plain' },
      'iifl-logins': { type: 'boolean', default: false },
    },
  });
  const { auth, host } = values;
  if (auth !== 'plain' && auth !== 'encrypted') throw new TypeError('--auth must be plain or encrypted');
  const onOtpSent = ({ mobileNumber, otp }: { mobileNumber: string; otp: string }): void => {
    say(`otp/send: code ${otp} for ${maskMobileNumber(mobileNumber)}`);
  };
  return {
    iserveu: { auth, host, port: portOf('--iserveu-port', values['iserveu-port']), onOtpSent },
    iifl: {
      host,
      port: portOf('--iifl-port', values['iifl-port']),
      ...(values['iifl-logins'] && { logins: {} }),
    },
  };
}

function portOf(flag: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65_535)) throw new TypeError(`${flag} must be a port from 0 to 65535`);
  return port;
}

function usageProblem(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : 'Wrong flags'}\n${USAGE}\n`);
  process.exit(2);
}

function startProblem(error: unknown): never {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
  process.stderr.write(`${(error as Error).message}: another process has that port. Stop it, or choose another:\n`);
  process.stderr.write(`${USAGE}\n`);
  process.exit(1);
}

let options: SimulatorsOptions;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  usageProblem(error);
}
const simulators = await startSimulators(options).catch(startProblem);
void aborted(onStopSignals(['SIGINT', 'SIGTERM', 'SIGHUP'])).then(() => simulators.stop());

say(`iServeU (${simulators.iserveu.auth}) at ${simulators.iserveu.url}, IIFL at ${simulators.iifl.url}.`);
say('Everything here is made up. For a worker in another terminal:\n');
for (const line of exportLines(simulators.environment)) say(line);
say('');
for (const line of magicLines()) say(line);
say('\nFaults, journal and state over HTTP: docs/simulators.md. Ctrl-C stops.');
