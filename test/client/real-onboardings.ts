import { randomBytes } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { inject, vi } from 'vitest';
import { setUpNamespace } from '../../src/client/namespace-setup.js';
import { OnboardingClient, type OnboardingClientOptions } from '../../src/client/onboarding-client.js';
import type { OnboardingRequest } from '../../src/contract/request.js';
import type { OnboardingStatus } from '../../src/contract/status.js';
import { CUSTOMER, OnboardingHarness } from '../support/onboarding-harness.js';
import { keepQuiet } from '../support/keep-quiet.js';
import { newNamespace } from './new-namespace.js';

/** What tests of the client and the command share: a namespace on the real server, a worker, simulators, a client. */
export class RealOnboardings {
  /** Random, so that the ids of one test file meet those of no other. */
  readonly customerIdKey = randomBytes(32);
  readonly client: OnboardingClient;
  private lastNumber = 9_100_000_000;

  private constructor(
    readonly environment: TestWorkflowEnvironment,
    readonly harness: OnboardingHarness,
  ) {
    this.client = this.clientWith({});
  }

  /** @param workerEnvironment variables of the worker beside those that the simulators ask for */
  static async start(workerEnvironment: Record<string, string> = {}): Promise<RealOnboardings> {
    keepQuiet();
    const address = inject('temporalAddress');
    const connection = await Connection.connect({ address });
    const namespace = await newNamespace(connection);
    await setUpNamespace(connection, namespace);
    await connection.close();
    const environment = await TestWorkflowEnvironment.createFromExistingServer({ address, namespace });
    const harness = await OnboardingHarness.start(environment, { environment: workerEnvironment });
    return new RealOnboardings(environment, harness);
  }

  async stop(): Promise<void> {
    await this.harness.stop();
    await this.environment.teardown();
  }

  /** The least environment of a command that talks to Temporal. */
  get temporalVariables(): Record<string, string> {
    return {
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      TEMPORAL_NAMESPACE: this.environment.namespace ?? 'default',
    };
  }

  clientWith(options: OnboardingClientOptions): OnboardingClient {
    const { taskQueue } = this.harness;
    return new OnboardingClient(this.environment.client, { taskQueue, customerIdKey: this.customerIdKey, ...options });
  }

  /** A request of a customer whom nobody knows yet. */
  request(others: Partial<OnboardingRequest> = {}): OnboardingRequest {
    this.lastNumber += 1;
    return { ...CUSTOMER, mobileNumber: String(this.lastNumber), ...others };
  }

  /** Starts an onboarding and waits until it awaits a code. */
  async startAwaitingOtp(others: Partial<OnboardingRequest> = {}): Promise<string> {
    const { workflowId } = await this.client.start(this.request(others));
    await this.until(workflowId, ({ stage }) => stage === 'awaitingOtp');
    return workflowId;
  }

  /** Starts an onboarding that iServeU's refusal of our credentials stops at once. */
  async startNeedingAttention(others: Partial<OnboardingRequest> = {}): Promise<string> {
    const request = this.request(others);
    this.harness.simulators.iserveu.scriptFault({
      operation: 'getCustomer',
      mobileNumber: request.mobileNumber,
      fault: { kind: 'status', status: 401 },
    });
    const { workflowId } = await this.client.start(request);
    await this.until(workflowId, ({ attention }) => attention?.reason === 'iserveu-access');
    return workflowId;
  }

  async until(workflowId: string, fits: (status: OnboardingStatus) => boolean): Promise<OnboardingStatus> {
    return vi.waitFor(
      async () => {
        const status = await this.client.status(workflowId);
        if (!fits(status)) throw new Error(`The status never fitted; last seen: ${JSON.stringify(status)}`);
        return status;
      },
      { timeout: 20_000, interval: 50 },
    );
  }
}
