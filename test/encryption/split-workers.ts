import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { inject } from 'vitest';
import { startSimulators, type Simulators } from '../../dev/simulators/index.js';
import { createActivities } from '../../src/activities/create-activities.js';
import { readWorkerEnvironment } from '../../src/config/worker.js';
import { ONBOARD_CUSTOMER_WORKFLOW } from '../../src/contract/names.js';
import type { PayloadKeys } from '../../src/contract/payload-keys.js';
import type { OnboardingPolicy } from '../../src/contract/policy.js';
import { createIiflApi } from '../../src/providers/iifl/create-iifl-api.js';
import { createIserveuApi } from '../../src/providers/iserveu/create-iserveu-api.js';
import { loadWorkflowBundle } from '../../src/worker/load-workflow-bundle.js';
import { CUSTOMER } from '../support/onboarding-harness.js';
import { Onboarding, type OnboardingHandle } from '../support/onboarding.js';
import { converterWith } from './keyed-onboardings.js';
import { KEY_A, KEY_B } from './payloads.js';

/**
 * One worker for workflows, which encrypts under a and knows b, and one for the calls of providers, which can be given other keys: in a
 * fleet whose keys differ, a call may come to a worker that cannot read it.
 */
export class SplitWorkers {
  private readonly taskQueue = `onboarding-${randomUUID()}`;
  private readonly dataConverter = converterWith([KEY_A, KEY_B]);
  private workflowWorker: RunningWorker | undefined;
  private callWorker: RunningWorker | undefined;

  private constructor(
    private readonly connection: Connection,
    private readonly nativeConnection: NativeConnection,
    readonly simulators: Simulators,
  ) {}

  static async start(): Promise<SplitWorkers> {
    const address = inject('temporalAddress');
    const connection = await Connection.connect({ address });
    const nativeConnection = await NativeConnection.connect({ address });
    const split = new SplitWorkers(connection, nativeConnection, await startSimulators());
    const { dataConverter } = split;
    const workflowBundle = await loadWorkflowBundle(inject('workflowBundlePath'), dataConverter);
    split.workflowWorker = run(await Worker.create({ ...split.options, dataConverter, workflowBundle }));
    return split;
  }

  /** Replaces the worker for calls by one with these keys. */
  async makeCallsWith(payloadKeys: PayloadKeys): Promise<void> {
    await this.callWorker?.stop();
    const config = readWorkerEnvironment({ PAYLOAD_KEYS: 'none', ...this.simulators.environment });
    const iserveu = createIserveuApi(config.iserveu);
    const iifl = createIiflApi(config.iifl);
    const activities = createActivities({ iserveu, iifl, defaultUsername: config.iserveu.username });
    const dataConverter = converterWith(payloadKeys);
    this.callWorker = run(
      await Worker.create({ ...this.options, dataConverter, activities: activities.ofIserveu }),
      () => {
        iserveu.close();
        iifl.close();
      },
    );
  }

  async startOnboarding(mobileNumber: string, policy: Partial<OnboardingPolicy> = {}): Promise<Onboarding> {
    const { workflow } = new Client({ connection: this.connection, dataConverter: this.dataConverter });
    const handle: OnboardingHandle = await workflow.start(ONBOARD_CUSTOMER_WORKFLOW, {
      workflowId: `onboarding-${randomUUID()}`,
      taskQueue: this.taskQueue,
      args: [{ ...CUSTOMER, mobileNumber, policy }],
    });
    return new Onboarding(handle);
  }

  async stop(): Promise<void> {
    await this.callWorker?.stop();
    await this.workflowWorker?.stop();
    await this.connection.close();
    await this.nativeConnection.close();
    await this.simulators.stop();
  }

  private get options() {
    return { connection: this.nativeConnection, taskQueue: this.taskQueue };
  }
}

interface RunningWorker {
  stop(): Promise<void>;
}

function run(worker: Worker, close: () => void = () => undefined): RunningWorker {
  const ended = worker.run().finally(close);
  return {
    async stop() {
      worker.shutdown();
      await ended;
    },
  };
}
