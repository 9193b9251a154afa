import { fileURLToPath } from 'node:url';
import { NativeConnection, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { WorkerEnvironment } from '../config/worker.js';
import { SafeError } from '../contract/safe-error.js';
import { SHUTDOWN_GRACE_MS } from '../contract/time-limits.js';
import type { Service } from '../process/run-process.js';
import { OnboardingWorker } from './create-worker.js';
import { openActivities } from './open-activities.js';
import { protectPayloads } from './payload-protection.js';
import { requireSearchAttributes } from './search-attributes.js';

/** Made by the build, beside the compiled sources. */
const WORKFLOW_BUNDLE_PATH = fileURLToPath(new URL('../../workflow-bundle.js', import.meta.url));

/** No Temporal server answers at the configured address. */
export class TemporalUnreachable extends SafeError {
  override readonly name = 'TemporalUnreachable';
  constructor(address: string, cause: unknown) {
    super(
      `Temporal does not answer at ${address}. Start it, or set TEMPORAL_ADDRESS (and TEMPORAL_TLS, TEMPORAL_API_KEY ` +
        'where it needs them), then start the worker again.',
      { cause },
    );
  }
}

/** A worker that polls for tasks. */
export interface RunningWorker extends Service {
  /** Settles when the worker has stopped. */
  stopped: Promise<void>;
}

/**
 * Starts a worker as its environment says.
 * @throws TemporalUnreachable, MissingSearchAttributes when it cannot start
 */
export async function startWorker(environment: WorkerEnvironment, logger: Logger): Promise<RunningWorker> {
  const { temporal, taskQueue, payloadKeys, clearText } = environment;
  const { namespace } = temporal;
  const meter = Runtime.instance().metricMeter;
  const dataConverter = protectPayloads({ payloadKeys, clearText, namespace, logger, meter });
  if (environment.iserveu.username === '') {
    logger.warn('ISERVEU_USERNAME is not set: a request without username will wait for attention iserveu-agent');
  }
  const connection = await connect(temporal.connection);
  const { activities, closeConnections } = openActivities(environment);
  const close = async () => {
    closeConnections();
    await connection.close();
  };
  try {
    await requireSearchAttributes(connection, namespace);
    const worker = await OnboardingWorker.create({
      connection,
      namespace,
      taskQueue,
      workflowBundlePath: WORKFLOW_BUNDLE_PATH,
      dataConverter,
      activities,
      maxCallsPerSecond: {
        iserveu: environment.iserveu.maxCallsPerSecond,
        iifl: environment.iifl.maxCallsPerSecond,
      },
    });
    const stopped = worker.run().finally(close);
    logger.info(
      {
        temporalAddress: temporal.connection.address,
        namespace,
        taskQueue,
        startedInMs: Math.round(performance.now()),
      },
      'worker ready',
    );
    return {
      stopped,
      stop: async () => {
        worker.shutdown();
        await stopped;
      },
      underWay: () => ({ count: worker.callsUnderWay(), what: 'call', withinMs: SHUTDOWN_GRACE_MS }),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function connect(options: WorkerEnvironment['temporal']['connection']): Promise<NativeConnection> {
  try {
    return await NativeConnection.connect(options);
  } catch (error) {
    throw new TemporalUnreachable(options.address, error);
  }
}
