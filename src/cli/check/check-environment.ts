import type { Environment } from '../../config/environment.js';
import { checkCodecServer } from './codec-server.js';
import { checkEnvironment, processesIn } from './environment.js';
import type { Finding } from './finding.js';
import { checkGateway } from './gateway.js';
import { checkIifl } from './iifl.js';
import { checkIserveu } from './iserveu.js';
import { checkTemporal } from './temporal.js';
import { checkWebhook } from './webhook.js';

/** What a check may use. */
export interface CheckOptions {
  /** Asked for at iServeU; ten digits. */
  mobileNumber?: string | undefined;
  /** Asked for at IIFL. */
  clientCode?: string | undefined;
  /** Whether an event may be posted to the webhook. */
  webhook?: boolean | undefined;
}

/** Looks at every part of an environment, all at the same time, and gives the findings in the order of the report. */
export async function* checkAll(env: Environment, options: CheckOptions): AsyncGenerator<Finding> {
  const processes = processesIn(env);
  yield checkEnvironment(env, processes);
  const looks: Promise<Finding | Finding[]>[] = [
    checkTemporal(env),
    checkCodecServer(env, processes),
    checkIserveu(env, options.mobileNumber),
    checkIifl(env, options.clientCode),
    checkWebhook(env, { isWanted: options.webhook === true }),
    checkGateway(env, processes),
  ];
  // One that fails before its turn comes is told in its turn.
  for (const look of looks) look.catch(() => undefined);
  for (const look of looks) {
    const found = await look;
    yield* Array.isArray(found) ? found : [found];
  }
}
