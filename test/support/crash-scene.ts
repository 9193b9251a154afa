import { randomUUID } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { inject } from 'vitest';
import { startSimulators, type Simulators } from '../../dev/simulators/index.js';
import { ONBOARD_CUSTOMER_WORKFLOW } from '../../src/contract/names.js';
import type { OnboardingPolicy } from '../../src/contract/policy.js';
import type { OnboardingRequest } from '../../src/contract/request.js';
import { CUSTOMER } from './onboarding-harness.js';
import { Onboarding, type OnboardingHandle } from './onboarding.js';
import { connectToRealServer } from './real-server.js';
import { TestCustomer, type Scene } from './test-customer.js';
import { WorkerProcess } from './worker-process.js';

/** The real server and simulators, whose worker is a process that a test ends as it likes. */
export class CrashScene implements Scene {
  readonly taskQueue = `onboarding-${randomUUID()}`;
  private readonly workers: WorkerProcess[] = [];

  private constructor(
    private readonly environment: TestWorkflowEnvironment,
    readonly simulators: Simulators,
  ) {}

  static async open(): Promise<CrashScene> {
    return new CrashScene(await connectToRealServer(), await startSimulators());
  }

  async startWorker(environment: Record<string, string> = {}): Promise<WorkerProcess> {
    const worker = await WorkerProcess.start({
      ...this.simulators.environment,
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      ONBOARDING_TASK_QUEUE: this.taskQueue,
      PAYLOAD_KEYS: 'none',
      ...environment,
    });
    this.workers.push(worker);
    return worker;
  }

  customer(mobileNumber: string): TestCustomer {
    return new TestCustomer(this, mobileNumber);
  }

  async startOnboarding(
    request: Partial<OnboardingRequest>,
    policy: Partial<OnboardingPolicy> = {},
  ): Promise<Onboarding> {
    const handle: OnboardingHandle = await this.environment.client.workflow.start(ONBOARD_CUSTOMER_WORKFLOW, {
      workflowId: `onboarding-${randomUUID()}`,
      taskQueue: this.taskQueue,
      args: [{ ...CUSTOMER, ...request, policy }],
    });
    return new Onboarding(handle);
  }

  /** Ends whatever still runs. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.kill()));
    await this.simulators.stop();
    await this.environment.teardown();
  }
}
