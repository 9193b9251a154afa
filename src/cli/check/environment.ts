import { readCodecServerEnvironment } from '../../config/codec-server.js';
import { readClientConfig } from '../../config/client.js';
import { EnvironmentError, type Environment } from '../../config/environment.js';
import { readGatewayEnvironment } from '../../config/gateway.js';
import { readWorkerEnvironment } from '../../config/worker.js';
import { ok, wrong, type Finding } from './finding.js';

/** The processes whose variables may be there. */
export type Process = 'worker' | 'gateway' | 'codec server';

const READINGS: Record<Process, { variables: RegExp; read: (env: Environment) => unknown }> = {
  worker: { variables: /^(ISERVEU_|IIFL_|WEBHOOK_)/, read: readWorkerEnvironment },
  // The public URL is a worker's variable too.
  gateway: { variables: /^GATEWAY_(?!PUBLIC_URL)/, read: readGatewayEnvironment },
  'codec server': { variables: /^CODEC_/, read: readCodecServerEnvironment },
};

/** Which processes' variables are there. */
export function processesIn(env: Environment): Process[] {
  const names = Object.keys(env).filter((name) => Boolean(env[name]));
  return (Object.keys(READINGS) as Process[]).filter((each) =>
    names.some((name) => READINGS[each].variables.test(name)),
  );
}

/** Reads the whole environment of each process that is there, as the process itself would. */
export function checkEnvironment(env: Environment, processes: readonly Process[]): Finding {
  const ofCommand = (own: Environment) => readClientConfig({ payloads: true, customerIds: false, starts: false }, own);
  const reads = processes.length === 0 ? [ofCommand] : processes.map((each) => READINGS[each].read);
  const problems = new Set(reads.flatMap((read) => problemsOf(() => read(env))));
  const whose =
    processes.length === 0 ? "of this command; no worker's, gateway's or codec server's" : processes.join(', ');
  if (problems.size === 0) return ok('environment', whose);
  const count = problems.size === 1 ? '1 variable is' : `${problems.size} variables are`;
  return wrong('environment', `${whose}: ${count} not usable`, 'set right what is listed here', [...problems]);
}

function problemsOf(read: () => unknown): string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.problems.map(({ variable, problem }) => `${variable} ${problem}`);
  }
}

/** One section of the environment; `undefined` where it is not usable, which the part `environment` tells. */
export function usable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof EnvironmentError) return undefined;
    throw error;
  }
}

/** In place of a part whose variables are not usable. */
export const NOT_USABLE = 'its variables are not usable: see environment';
