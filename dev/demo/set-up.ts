import { createHash, randomBytes } from 'node:crypto';
import { pino, type Logger } from 'pino';
import { OnboardingClient } from '../../src/client/index.js';
import { readCodecServerEnvironment } from '../../src/config/codec-server.js';
import { readGatewayEnvironment } from '../../src/config/gateway.js';
import { readWorkerEnvironment } from '../../src/config/worker.js';
import { startCodecServer } from '../../src/codec-server/start-codec-server.js';
import { startGateway } from '../../src/gateway/start-gateway.js';
import type { Service } from '../../src/process/run-process.js';
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
  gateway: DemoGateway;
  /** Where payloads are decoded. */
  codecServer: { url: string };
}

interface DemoGateway {
  /** Where it listens. */
  url: string;
  /** An API key of each role. */
  backendKey: string;
  operatorKey: string;
}

/** A code on its way to a customer's phone. */
export interface SentOtp {
  mobileNumber: string;
  otp: string;
}

/** What the set-up works with. */
export interface SetUpOptions {
  /** Gets whatever is up, also when the set-up fails half-way. */
  cleanUp: CleanUp;
  /** Ends the set-up. */
  stop: AbortSignal;
  onOtpSent: (sent: SentOtp) => void;
}

/**
 * Brings everything up, one line for each part.
 *
 * @throws the reason of `stop` once that is aborted
 */
export async function setUpDemo({ cleanUp, stop, onOtpSent }: SetUpOptions): Promise<DemoParts> {
  console.log('Setting up');
  const bringUp = async <Part extends Service>(name: string, what: string, start: () => Promise<Part>) => {
    stop.throwIfAborted();
    const elapsed = stopwatch();
    const part = await start();
    cleanUp.add({ name, stop: () => part.stop(), underWay: () => part.underWay?.() });
    stop.throwIfAborted();
    console.log(`  ${what.padEnd(34)} ${elapsed()}`);
    return part;
  };
  const keys = { PAYLOAD_KEYS: `demo:${randomKey()}`, CUSTOMER_ID_KEY: randomKey() };
  const ports = await choosePorts();
  const codecServer = await bringUp('the codec server', 'codec server for Temporal Web', () =>
    startCodecServer(codecServerEnvironment(keys.PAYLOAD_KEYS, ports.uiPort), silentLogger()),
  );
  const report = (line: string) => {
    console.error(`    ${line}`);
  };
  const server = await bringUp('the Temporal server', 'Temporal server and Temporal Web', () =>
    startTemporalServer({ ...ports, codecEndpoint: codecServer.url, report, signal: stop }),
  );
  const simulators = await bringUp('the stand-ins', 'stand-ins for iServeU and IIFL', () =>
    startSimulators({ iserveu: { onOtpSent } }),
  );
  const environment = readWorkerEnvironment({
    TEMPORAL_ADDRESS: server.address,
    PAYLOAD_KEYS: keys.PAYLOAD_KEYS,
    ...simulators.environment,
  });
  await bringUp('the worker', 'worker', () => {
    const logger = silentLogger();
    installRuntime(logger);
    return startWorker(environment, logger);
  });
  const [backendKey, operatorKey] = [randomApiKey(), randomApiKey()];
  const gateway = await bringUp('the gateway', 'gateway with the OTP page', () =>
    startGateway(
      readGatewayEnvironment({
        TEMPORAL_ADDRESS: server.address,
        ...keys,
        GATEWAY_PORT: '0',
        GATEWAY_API_KEYS: `demo:backend:${sha256(backendKey)},demo:operator:${sha256(operatorKey)}`,
        GATEWAY_TOKEN_KEYS: randomKey(),
      }),
      silentLogger(),
    ),
  );
  const client = await OnboardingClient.connect({
    connection: { address: server.address },
    payloadKeys: environment.payloadKeys,
    customerIdKey: Buffer.from(keys.CUSTOMER_ID_KEY, 'base64'),
  });
  cleanUp.add({ stop: () => client.close() });
  stop.throwIfAborted();
  return { server, simulators, client, keys, gateway: { url: gateway.url, backendKey, operatorKey }, codecServer };
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

function randomApiKey(): string {
  return randomBytes(24).toString('base64url');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The story is told on standard output; only what goes wrong is logged. */
function silentLogger(): Logger {
  return pino({ level: 'error' }, pino.destination(2));
}
