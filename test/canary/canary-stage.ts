import { randomBytes } from 'node:crypto';
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
import { WorkerProcess } from '../support/worker-process.js';

/** A place where a personal value must not stand. */
export interface Place {
  name: string;
  content: Buffer;
}

/** A server with its state in a file, simulators, a worker process and a client, all with the same payload keys. */
export class CanaryStage {
  /** Everything that was thrown at a caller. */
  readonly thrown: unknown[] = [];

  private constructor(
    private readonly folder: string,
    private readonly server: TemporalServer,
    private readonly metricsUrl: string,
    readonly simulators: Simulators,
    private readonly worker: WorkerProcess,
    readonly client: OnboardingClient,
    /** The worker's. */
    readonly environment: Record<string, string>,
  ) {}

  static async open(payloadKeys: string): Promise<CanaryStage> {
    const folder = await mkdtemp(join(tmpdir(), 'onboarding-canary-'));
    const metricsPort = await findFreePort();
    const server = await startTemporalServer({
      dbFilename: join(folder, 'temporal.db'),
      extraArgs: ['--metrics-port', String(metricsPort)],
    });
    const simulators = await startSimulators({
      iserveu: { auth: 'encrypted' },
      iifl: { session: 'planted-session-cookie-Squonk' },
    });
    const customerIdKey = randomBytes(32);
    const environment = {
      ...simulators.environment,
      TEMPORAL_ADDRESS: server.address,
      PAYLOAD_KEYS: payloadKeys,
      ISERVEU_TIMEOUT_MS: '1500',
    };
    const worker = await WorkerProcess.start(environment);
    const client = await OnboardingClient.connect({
      connection: { address: server.address },
      payloadKeys: keysOf(payloadKeys),
      customerIdKey,
    });
    const metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
    const secrets = { ...environment, CUSTOMER_ID_KEY: customerIdKey.toString('base64') };
    return new CanaryStage(folder, server, metricsUrl, simulators, worker, client, secrets);
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
    ];
    await this.worker.stop();
    await this.server.stop();
    return [
      ...outside,
      { name: "the worker's logs", content: this.worker.output },
      { name: 'errors thrown at callers', content: Buffer.from(inspect(this.thrown, { depth: 12 })) },
      ...(await this.databaseFiles()),
    ];
  }

  async close(): Promise<void> {
    await this.worker.stop();
    await this.client.close();
    await this.simulators.stop();
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** As somebody without keys exports them. */
  private async histories(): Promise<Place[]> {
    const connection = await Connection.connect({ address: this.server.address });
    const { workflow } = new Client({ connection });
    const places: Place[] = [];
    for await (const { workflowId, runId } of workflow.list()) {
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
