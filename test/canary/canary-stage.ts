import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { startSimulators, type Simulators } from '../../dev/simulators/index.js';
import { findFreePort } from '../../dev/temporal/free-port.js';
import { startTemporalServer, type TemporalServer } from '../../dev/temporal/start-temporal-server.js';
import { OnboardingClient } from '../../src/client/index.js';
import { parsePayloadKeys, type PayloadKeys } from '../../src/contract/payload-keys.js';
import { GatewayProcess } from '../gateway/support/gateway-process.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { WorkerProcess } from '../support/worker-process.js';
import type { GatewayKeys } from './gateway-scenarios.js';
import { GatewayTraffic } from './gateway-traffic.js';
import type { Place } from './place.js';

/** Of the session that the worker's login at IIFL opens. */
const SESSION_COOKIE = 'planted-session-cookie-Squonk';

/**
 * A server with its state in a file, simulators, a webhook, and a worker and a gateway, each in a process of its own, and
 * a client, all with the same payload keys.
 */
export class CanaryStage {
  /** Everything that was thrown at a caller. */
  readonly thrown: unknown[] = [];
  /** Talks to the gateway. */
  readonly traffic: GatewayTraffic;

  private constructor(
    private readonly folder: string,
    private readonly server: TemporalServer,
    private readonly metricsUrl: string,
    readonly simulators: Simulators,
    /** Where the worker posts the ends of onboardings. */
    readonly receiver: WebhookReceiver,
    private readonly worker: WorkerProcess,
    private readonly gateway: GatewayProcess,
    readonly client: OnboardingClient,
    /** Every secret of worker, gateway and client, by its variable. */
    readonly environment: Record<string, string>,
    readonly payloadKeys: PayloadKeys,
    readonly gatewayKeys: GatewayKeys,
  ) {
    this.traffic = new GatewayTraffic(gateway.url);
  }

  static async open(payloadKeys: string): Promise<CanaryStage> {
    const folder = await mkdtemp(join(tmpdir(), 'onboarding-canary-'));
    const metricsPort = await findFreePort();
    const server = await startTemporalServer({
      dbFilename: join(folder, 'temporal.db'),
      extraArgs: ['--metrics-port', String(metricsPort)],
    });
    const simulators = await startSimulators({
      iserveu: { auth: 'encrypted' },
      iifl: { session: SESSION_COOKIE, logins: {} },
    });
    const receiver = await WebhookReceiver.start();
    const customerIdKey = randomBytes(32);
    const environment = {
      ...simulators.environment,
      ...receiver.environment,
      TEMPORAL_ADDRESS: server.address,
      PAYLOAD_KEYS: payloadKeys,
      ISERVEU_TIMEOUT_MS: '1500',
    };
    const worker = await WorkerProcess.start(environment);
    const gatewayKeys = {
      backend: randomBytes(24).toString('base64url'),
      operator: randomBytes(24).toString('base64url'),
    };
    const ownSecrets = {
      CUSTOMER_ID_KEY: customerIdKey.toString('base64'),
      GATEWAY_TOKEN_KEYS: randomBytes(32).toString('base64'),
    };
    const gateway = await GatewayProcess.start({
      TEMPORAL_ADDRESS: server.address,
      PAYLOAD_KEYS: payloadKeys,
      ...ownSecrets,
      GATEWAY_PORT: '0',
      GATEWAY_API_KEYS: `app:backend:${sha256(gatewayKeys.backend)},ops:operator:${sha256(gatewayKeys.operator)}`,
      GATEWAY_ALLOWED_ORIGINS: 'https://app.example',
      GATEWAY_TRUSTED_PROXIES: '127.0.0.1',
    });
    const keys = keysOf(payloadKeys);
    const client = await OnboardingClient.connect({
      connection: { address: server.address },
      payloadKeys: keys,
      customerIdKey,
    });
    const metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
    const secrets = {
      ...environment,
      ...Object.fromEntries(receiver.secrets.map((secret, index) => [`WEBHOOK_SECRET_${index}`, secret])),
      ...ownSecrets,
      BACKEND_API_KEY: gatewayKeys.backend,
      OPERATOR_API_KEY: gatewayKeys.operator,
      SESSION_COOKIE,
    };
    return new CanaryStage(
      folder,
      server,
      metricsUrl,
      simulators,
      receiver,
      worker,
      gateway,
      client,
      secrets,
      keys,
      gatewayKeys,
    );
  }

  /** Where Temporal is. */
  get address(): string {
    return this.server.address;
  }

  /** Runs what may throw at a caller, and keeps what it throws. */
  async hearing(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.thrown.push(error);
    }
  }

  /** Every place, after worker and server have written all they have. */
  async collect(): Promise<Place[]> {
    const outside = [
      ...(await this.histories()),
      ...(await this.webAnswers()),
      { name: "the server's metrics", content: Buffer.from(await textOf(this.metricsUrl)) },
      { name: "the gateway's metrics", content: Buffer.from(await textOf(`${this.gateway.url}/metrics`)) },
    ];
    await this.gateway.stop();
    await this.worker.stop();
    await this.server.stop();
    return [
      ...outside,
      { name: "the worker's logs", content: this.worker.output },
      { name: "the gateway's logs", content: Buffer.from(this.gateway.output.join('\n')) },
      ...this.traffic.places,
      { name: 'what the webhook was told', content: Buffer.from(JSON.stringify(this.receiver.posts)) },
      { name: 'errors thrown at callers', content: Buffer.from(inspect(this.thrown, { depth: 12 })) },
      ...(await this.databaseFiles()),
    ];
  }

  async close(): Promise<void> {
    await this.gateway.stop();
    await this.worker.stop();
    await this.client.close();
    await this.simulators.stop();
    await this.receiver.close();
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** As somebody without keys exports them. */
  private async histories(): Promise<Place[]> {
    const connection = await Connection.connect({ address: this.server.address });
    const { workflow } = new Client({ connection });
    const places: Place[] = [];
    // Not by the SDK's list, which wants to read the memos.
    const { executions } = await connection.workflowService.listWorkflowExecutions({ namespace: 'default' });
    for (const { execution } of executions) {
      const workflowId = execution?.workflowId ?? '';
      const runId = execution?.runId ?? '';
      const history = await workflow.getHandle(workflowId, runId).fetchHistory();
      places.push({ name: `the history of ${workflowId}`, content: Buffer.from(historyToJSON(history)) });
    }
    await connection.close();
    return places;
  }

  /** What Temporal Web's own API gives to somebody without rights to decode. */
  private async webAnswers(): Promise<Place[]> {
    const base = `${this.server.webUrl ?? ''}/api/v1/namespaces/default/workflows`;
    const list = await textOf(base);
    const { executions } = JSON.parse(list) as { executions: { execution: { workflowId: string; runId: string } }[] };
    const places = [{ name: "Temporal Web's list", content: Buffer.from(list) }];
    for (const { execution } of executions) {
      const { workflowId, runId } = execution;
      for (const page of [
        `${base}/${workflowId}?execution.runId=${runId}`,
        `${base}/${workflowId}/history?execution.runId=${runId}`,
      ]) {
        places.push({ name: `Temporal Web on ${workflowId}`, content: Buffer.from(await textOf(page)) });
      }
    }
    return places;
  }

  private async databaseFiles(): Promise<Place[]> {
    const names = await readdir(this.folder);
    return Promise.all(
      names.map(async (name) => ({
        name: `the database file ${name}`,
        content: await readFile(join(this.folder, name)),
      })),
    );
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function keysOf(text: string): PayloadKeys {
  const reading = parsePayloadKeys(text);
  if ('problems' in reading) throw new Error(reading.problems.join('; '));
  return reading.keys;
}

async function textOf(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`HTTP ${response.status} from ${new URL(url).pathname}`);
  return response.text();
}
