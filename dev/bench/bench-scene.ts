import { createHash, randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { OnboardingClient, type OnboardingRequest } from '../../src/client/index.js';
import { readGatewayEnvironment, type GatewayEnvironment } from '../../src/config/gateway.js';
import { startGateway, type RunningGateway } from '../../src/gateway/start-gateway.js';
import { startSimulators, type Simulators } from '../simulators/index.js';
import type { TemporalServer } from '../temporal/start-temporal-server.js';
import { ForkedWorker } from './forked-worker.js';

/** What the benchmark runs on: one server, the providers' stand-ins, and one made-up customer after the other. */
export class BenchScene {
  readonly payloadKeys = `bench:${randomBytes(32).toString('base64')}`;
  readonly gatewayKey = randomBytes(24).toString('base64url');
  private readonly customerIdKey = randomBytes(32);
  private customers = 0;

  private constructor(
    private readonly server: TemporalServer,
    private readonly simulators: Simulators,
  ) {}

  static async start(server: TemporalServer): Promise<BenchScene> {
    return new BenchScene(server, await startSimulators());
  }

  /** A customer whom iServeU does not know and IIFL does. */
  nextRequest(): OnboardingRequest {
    this.customers += 1;
    const mobileNumber = String(9_200_000_000 + this.customers);
    const clientCode = `P${mobileNumber.slice(3)}`;
    this.simulators.iifl.setClient({ clientCode, mobile: mobileNumber });
    return { mobileNumber, name: 'Asha Rao', latlong: '12.97,77.59', publicIP: '203.0.113.7', clientCode };
  }

  /** A worker on a task queue of its own. */
  async worker(kind: 'ours' | 'bare', taskQueue: string, payloadKeys = this.payloadKeys): Promise<ForkedWorker> {
    return ForkedWorker.start(kind, {
      ...this.simulators.environment,
      ...this.environment(taskQueue, payloadKeys),
    });
  }

  async client(taskQueue: string, payloadKeys = this.payloadKeys): Promise<OnboardingClient> {
    const { temporal, ...settings } = this.gatewayEnvironment(taskQueue, payloadKeys);
    return OnboardingClient.connect({ ...settings, connection: temporal.connection });
  }

  /** A client of Temporal alone. */
  async bareClient(): Promise<Client> {
    return new Client({ connection: await Connection.connect({ address: this.server.address }) });
  }

  async gateway(taskQueue: string): Promise<RunningGateway> {
    return startGateway(this.gatewayEnvironment(taskQueue, this.payloadKeys), pino({ level: 'error' }));
  }

  async stop(): Promise<void> {
    await this.simulators.stop();
  }

  private environment(taskQueue: string, payloadKeys: string): Record<string, string> {
    return {
      TEMPORAL_ADDRESS: this.server.address,
      PAYLOAD_KEYS: payloadKeys,
      CUSTOMER_ID_KEY: this.customerIdKey.toString('base64'),
      ONBOARDING_TASK_QUEUE: taskQueue,
    };
  }

  private gatewayEnvironment(taskQueue: string, payloadKeys: string): GatewayEnvironment {
    return readGatewayEnvironment({
      ...this.environment(taskQueue, payloadKeys),
      GATEWAY_PORT: '0',
      GATEWAY_API_KEYS: `bench:backend:${createHash('sha256').update(this.gatewayKey).digest('hex')}`,
      GATEWAY_TOKEN_KEYS: randomBytes(32).toString('base64'),
    });
  }
}
