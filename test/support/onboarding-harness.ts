import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { inject } from 'vitest';
import { startSimulators, type Simulators, type SimulatorsOptions } from '../../dev/simulators/index.js';
import type { OnboardingPolicy } from '../../src/contract/policy.js';
import { ONBOARD_CUSTOMER_WORKFLOW } from '../../src/contract/names.js';
import type { OnboardingRequest } from '../../src/contract/request.js';
import { readWorkerEnvironment } from '../../src/config/worker.js';
import { OnboardingWorker } from '../../src/worker/create-worker.js';
import { openActivities } from '../../src/worker/open-activities.js';
import { Onboarding, type OnboardingHandle } from './onboarding.js';

/** A made-up customer; every test that shares a simulator takes another number. */
export const CUSTOMER = {
  mobileNumber: '9876543210',
  name: 'Asha Rao',
  latlong: '12.97,77.59',
  publicIP: '203.0.113.7',
} as const satisfies OnboardingRequest;

export const RIGHT_OTP = '123456';

export interface HarnessOptions {
  simulators?: SimulatorsOptions;
  /** Variables of the worker beside those that the simulators ask for. */
  environment?: Record<string, string>;
  /** The worker's; the environment's client should have the same. @default clear text */
  dataConverter?: DataConverter;
}

/** A worker with real provider calls to simulators, on the Temporal server that it is given. */
export class OnboardingHarness {
  private constructor(
    readonly client: Client,
    readonly simulators: Simulators,
    readonly taskQueue: string,
    private readonly worker: OnboardingWorker,
    private readonly running: Promise<void>,
    private readonly closeConnections: () => void,
  ) {}

  static async start(
    environment: Pick<TestWorkflowEnvironment, 'client' | 'nativeConnection' | 'namespace'>,
    options: HarnessOptions = {},
  ): Promise<OnboardingHarness> {
    const simulators = await startSimulators(options.simulators);
    const config = readWorkerEnvironment({ PAYLOAD_KEYS: 'none', ...simulators.environment, ...options.environment });
    const { activities, closeConnections } = openActivities(config);
    const taskQueue = `onboarding-${randomUUID()}`;
    const worker = await OnboardingWorker.create({
      connection: environment.nativeConnection,
      namespace: environment.namespace ?? 'default',
      taskQueue,
      workflowBundlePath: inject('workflowBundlePath'),
      dataConverter: options.dataConverter ?? {},
      activities,
    });
    return new OnboardingHarness(environment.client, simulators, taskQueue, worker, worker.run(), closeConnections);
  }

  /** Starts an onboarding of {@link CUSTOMER}, with other fields where given. */
  async startOnboarding(
    request: Partial<OnboardingRequest> | null = {},
    policy: Partial<OnboardingPolicy> = {},
  ): Promise<Onboarding> {
    const input = { ...CUSTOMER, ...request, policy };
    const handle: OnboardingHandle = await this.client.workflow.start(ONBOARD_CUSTOMER_WORKFLOW, {
      workflowId: `onboarding-${randomUUID()}`,
      taskQueue: this.taskQueue,
      args: [input],
    });
    return new Onboarding(handle);
  }

  async stop(): Promise<void> {
    this.worker.shutdown();
    await this.running;
    this.closeConnections();
    await this.simulators.stop();
  }
}
