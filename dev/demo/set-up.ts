import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { OnboardingClient } from '../../src/client/index.js';
import { readWorkerEnvironment } from '../../src/config/worker.js';
import { installRuntime } from '../../src/worker/install-runtime.js';
import { startWorker } from '../../src/worker/start-worker.js';
import { startSimulators, type Simulators } from '../simulators/index.js';
import { isPortFree } from '../temporal/free-port.js';
import { stopwatch } from '../temporal/report.js';
import { startTemporalServer, type TemporalServer } from '../temporal/start-temporal-server.js';
import type { CleanUp } from './clean-up.js';

/** Temporal's own defaults, so that a command beside the demo needs no address. */
const USUAL_PORT = 7233;
const USUAL_WEB_PORT = 8233;

/** All that the demo needs, running. */
export interface DemoParts {
  server: TemporalServer;
  simulators: Simulators;
  client: OnboardingClient;
  /** `CUSTOMER_ID_KEY` of this demo, base64. */
  customerIdKey: string;
}

/** Brings everything up, one line for each part; whatever is up is in `cleanUp`, also when it fails half-way. */
export async function setUpDemo(cleanUp: CleanUp, onOtpSent: (sent: { otp: string }) => void): Promise<DemoParts> {
  const server = await step('Temporal server and Temporal Web', async () => {
    const areUsualPortsFree = (await isPortFree(USUAL_PORT)) && (await isPortFree(USUAL_WEB_PORT));
    const ports = areUsualPortsFree ? { port: USUAL_PORT, uiPort: USUAL_WEB_PORT } : {};
    const started = await startTemporalServer({ ...ports, report: (line) => console.error(`    ${line}`) });
    cleanUp.add(() => started.stop());
    return started;
  });
  const simulators = await step('stand-ins for iServeU and IIFL', async () => {
    const started = await startSimulators({ iserveu: { onOtpSent } });
    cleanUp.add(() => started.stop());
    return started;
  });
  await step('worker', async () => {
    const logger = pino({ level: 'error' }, pino.destination(2));
    // The demo itself says in which order its parts stop.
    installRuntime(logger, []);
    const environment = { TEMPORAL_ADDRESS: server.address, PAYLOAD_KEYS: 'none', ...simulators.environment };
    const worker = await startWorker(readWorkerEnvironment(environment), logger);
    cleanUp.add(() => worker.stop());
  });
  const key = randomBytes(32);
  const client = await OnboardingClient.connect({
    connection: { address: server.address },
    payloadKeys: 'none',
    customerIdKey: key,
  });
  cleanUp.add(() => client.close());
  return { server, simulators, client, customerIdKey: key.toString('base64') };
}

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const elapsed = stopwatch();
  const result = await work();
  console.log(`  ${name.padEnd(34)} ${elapsed()}`);
  return result;
}
