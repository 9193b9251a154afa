import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { NativeConnection } from '@temporalio/worker';
import { inject } from 'vitest';
import { startSimulators, type IserveuSimulator, type Simulators } from '../../dev/simulators/index.js';
import { createActivities } from '../../src/activities/create-activities.js';
import { readWorkerEnvironment } from '../../src/config/worker.js';
import { ONBOARD_CUSTOMER_WORKFLOW } from '../../src/contract/names.js';
import type { OnboardingPolicy } from '../../src/contract/policy.js';
import { createIiflApi } from '../../src/providers/iifl/create-iifl-api.js';
import { createIserveuApi } from '../../src/providers/iserveu/create-iserveu-api.js';
import { OnboardingWorker } from '../../src/worker/create-worker.js';
import { keepQuiet } from './keep-quiet.js';
import { Onboarding, type OnboardingHandle } from './onboarding.js';
import { CUSTOMER } from './onboarding-harness.js';

/**
 * A worker that can be away for a while, with a task queue of its own on the real server. What comes meanwhile stands
 * on the server, and the worker is handed all of it at once when it is back.
 */
export class PausableWorker {
  readonly taskQueue = `onboarding-${randomUUID()}`;
  private running: { worker: OnboardingWorker; ended: Promise<void> } | undefined;

  private constructor(
    private readonly connection: Connection,
    private readonly nativeConnection: NativeConnection,
    private readonly simulators: Simulators,
  ) {}

  static async create(): Promise<PausableWorker> {
    keepQuiet();
    const address = inject('temporalAddress');
    return new PausableWorker(
      await Connection.connect({ address }),
      await NativeConnection.connect({ address }),
      await startSimulators(),
    );
  }

  get iserveu(): IserveuSimulator {
    return this.simulators.iserveu;
  }

  /** @param dataConverter how this worker reads and writes payloads; clear text by default */
  async resume(dataConverter: DataConverter = {}): Promise<void> {
    const config = readWorkerEnvironment({ PAYLOAD_KEYS: 'none', ...this.simulators.environment });
    const iserveu = createIserveuApi(config.iserveu);
    const iifl = createIiflApi(config.iifl);
    const worker = await OnboardingWorker.create({
      connection: this.nativeConnection,
      namespace: 'default',
      taskQueue: this.taskQueue,
      workflowBundlePath: inject('workflowBundlePath'),
      dataConverter,
      activities: createActivities({ iserveu, iifl, defaultUsername: config.iserveu.username }),
    });
    const ended = worker.run().finally(() => {
      iserveu.close();
      iifl.close();
    });
    this.running = { worker, ended };
  }

  async pause(): Promise<void> {
    const { running } = this;
    this.running = undefined;
    running?.worker.shutdown();
    await running?.ended;
  }

  async startOnboarding(
    mobileNumber: string,
    policy: Partial<OnboardingPolicy> = {},
    dataConverter: DataConverter = {},
  ): Promise<Onboarding> {
    const { workflow } = new Client({ connection: this.connection, dataConverter });
    const handle: OnboardingHandle = await workflow.start(ONBOARD_CUSTOMER_WORKFLOW, {
      workflowId: `onboarding-${randomUUID()}`,
      taskQueue: this.taskQueue,
      args: [{ ...CUSTOMER, mobileNumber, policy }],
    });
    return new Onboarding(handle);
  }

  async stop(): Promise<void> {
    await this.pause();
    await this.connection.close();
    await this.nativeConnection.close();
    await this.simulators.stop();
  }
}
