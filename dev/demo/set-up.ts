import { createHash, randomBytes } from 'node:crypto';
import { pino, type Logger } from 'pino';
import { OnboardingClient } from '../../src/client/index.js';
import { readCodecServerEnvironment } from '../../src/config/codec-server.js';
import { readGatewayEnvironment } from '../../src/config/gateway.js';
import { readWorkerEnvironment } from '../../src/config/worker.js';
import { startCodecServer } from '../../src/codec-server/start-codec-server.js';
import { startGateway } from '../../src/gateway/start-gateway.js';
import { installRuntime } from '../../src/worker/install-runtime.js';
import { startWorker } from '../../src/worker/start-worker.js';
import { startSimulators, type Simulators } from '../simulators/index.js';
import { findFreePort, isPortFree } from '../temporal/free-port.js';
import { stopwatch } from '../temporal/report.js';
import { startTemporalServer, type TemporalServer } from '../temporal/start-temporal-server.js';
import type { CleanUp } from './clean-up.js';

const HOST = '127.0.0.1';
/** Temporal's own defaults, so that a command beside the demo needs no address. */
const USUAL_PORT = 7233;
const USUAL_WEB_PORT = 8233;

/** All that the demo needs, running. */
export interface DemoParts {
  server: TemporalServer;
  simulators: Simulators;
  client: OnboardingClient;
  /** The keys of this demo, as a process beside it needs them in its environment. */
  keys: { PAYLOAD_KEYS: string; CUSTOMER_ID_KEY: string };
  /** Where the gateway listens, and the key of a backend. */
  gateway: { url: string; apiKey: string };
}

/** A code on its way to a customer's phone. */
export interface SentOtp {
  mobileNumber: string;
  otp: string;
}

/** Brings everything up, one line for each part; whatever is up is in `cleanUp`, also when it fails half-way. */
export async function setUpDemo(cleanUp: CleanUp, onOtpSent: (sent: SentOtp) => void): Promise<DemoParts> {
  const keys = { PAYLOAD_KEYS: `demo:${randomKey()}`, CUSTOMER_ID_KEY: randomKey() };
  const ports = await choosePorts();
  const codecServer = await step('codec server for Temporal Web', async () => {
    const started = await startCodecServer(codecServerEnvironment(keys.PAYLOAD_KEYS, ports.uiPort), silentLogger());
    cleanUp.add(() => started.stop());
    return started;
  });
  const server = await step('Temporal server and Temporal Web', async () => {
    const started = await startTemporalServer({
      ...ports,
      codecEndpoint: codecServer.url,
      report: (line) => {
        console.error(`    ${line}`);
      },
    });
    cleanUp.add(() => started.stop());
    return started;
  });
  const simulators = await step('stand-ins for iServeU and IIFL', async () => {
    const started = await startSimulators({ iserveu: { onOtpSent } });
    cleanUp.add(() => started.stop());
    return started;
  });
  const environment = readWorkerEnvironment({
    TEMPORAL_ADDRESS: server.address,
    PAYLOAD_KEYS: keys.PAYLOAD_KEYS,
    ...simulators.environment,
  });
  await step('worker', async () => {
    const logger = silentLogger();
    installRuntime(logger);
    const worker = await startWorker(environment, logger);
    cleanUp.add(() => worker.stop());
  });
  const gateway = await step('gateway with the OTP page', async () => {
    const apiKey = randomBytes(24).toString('base64url');
    const started = await startGateway(
      readGatewayEnvironment({
        TEMPORAL_ADDRESS: server.address,
        ...keys,
        GATEWAY_PORT: '0',
        GATEWAY_API_KEYS: `demo:backend:${createHash('sha256').update(apiKey).digest('hex')}`,
        GATEWAY_TOKEN_KEYS: randomKey(),
      }),
      silentLogger(),
    );
    cleanUp.add(() => started.stop());
    return { url: started.url, apiKey };
  });
  const client = await OnboardingClient.connect({
    connection: { address: server.address },
    payloadKeys: environment.payloadKeys,
    customerIdKey: Buffer.from(keys.CUSTOMER_ID_KEY, 'base64'),
  });
  cleanUp.add(() => client.close());
  return { server, simulators, client, keys, gateway };
}

function codecServerEnvironment(payloadKeys: string, webPort: number) {
  return readCodecServerEnvironment({
    PAYLOAD_KEYS: payloadKeys,
    CODEC_AUTH: 'none',
    CODEC_SERVER_PORT: '0',
    CODEC_ALLOWED_ORIGINS: `http://${HOST}:${webPort},http://localhost:${webPort}`,
  });
}

async function choosePorts(): Promise<{ port: number; uiPort: number }> {
  const areUsualPortsFree = (await isPortFree(USUAL_PORT)) && (await isPortFree(USUAL_WEB_PORT));
  return areUsualPortsFree
    ? { port: USUAL_PORT, uiPort: USUAL_WEB_PORT }
    : { port: await findFreePort(), uiPort: await findFreePort() };
}

function randomKey(): string {
  return randomBytes(32).toString('base64');
}

/** The story is told on standard output; only what goes wrong is logged. */
function silentLogger(): Logger {
  return pino({ level: 'error' }, pino.destination(2));
}

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const elapsed = stopwatch();
  const result = await work();
  console.log(`  ${name.padEnd(34)} ${elapsed()}`);
  return result;
}
