import type { DataConverter } from '@temporalio/common';
import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import type { createActivities } from '../activities/create-activities.js';
import { iiflTaskQueue, webhookTaskQueue } from '../contract/names.js';
import { SHUTDOWN_GRACE_MS } from '../contract/time-limits.js';
import { loadWorkflowBundle } from './load-workflow-bundle.js';
import { logActivities } from './log-activities.js';

/** Calls that one worker process has under way at once, by what is called; more wait on the server. */
const MAX_CALLS = { iserveu: 100, iifl: 50, webhook: 25 } as const;
/** Workflow tasks at once; each is short, and one thread runs them. */
const MAX_WORKFLOW_TASKS = 40;

export interface OnboardingWorkerOptions {
  connection: NativeConnection;
  namespace: string;
  taskQueue: string;
  /** File made by {@link writeWorkflowBundle}. */
  workflowBundlePath: string;
  dataConverter: DataConverter;
  activities: ReturnType<typeof createActivities>;
  /** Of all workers together; the server holds them. Absent: no limit. */
  maxCallsPerSecond?: { iserveu?: number | undefined; iifl?: number | undefined };
}

/**
 * The workers of one process: workflows and iServeU's calls, IIFL's calls, and deliveries, each on a task queue and with
 * limits of its own, so that a provider that hangs holds up nothing else.
 */
export class OnboardingWorker {
  private constructor(private readonly workers: readonly Worker[]) {}

  static async create(options: OnboardingWorkerOptions): Promise<OnboardingWorker> {
    const { connection, namespace, taskQueue, workflowBundlePath, dataConverter, activities } = options;
    const { maxCallsPerSecond = {} } = options;
    const common = {
      ...{ connection, namespace, dataConverter },
      interceptors: { activity: [logActivities] },
      shutdownGraceTime: SHUTDOWN_GRACE_MS,
    };
    const activityOptions = (maxCalls: number, maxPerSecond?: number): Partial<WorkerOptions> => ({
      maxConcurrentActivityTaskExecutions: maxCalls,
      ...(maxPerSecond !== undefined && { maxTaskQueueActivitiesPerSecond: maxPerSecond }),
    });
    return new OnboardingWorker(
      await Promise.all([
        Worker.create({
          ...common,
          ...activityOptions(MAX_CALLS.iserveu, maxCallsPerSecond.iserveu),
          taskQueue,
          activities: activities.ofIserveu,
          workflowBundle: await loadWorkflowBundle(workflowBundlePath, dataConverter),
          maxConcurrentWorkflowTaskExecutions: MAX_WORKFLOW_TASKS,
        }),
        Worker.create({
          ...common,
          ...activityOptions(MAX_CALLS.iifl, maxCallsPerSecond.iifl),
          taskQueue: iiflTaskQueue(taskQueue),
          activities: activities.ofIifl,
        }),
        Worker.create({
          ...common,
          ...activityOptions(MAX_CALLS.webhook),
          taskQueue: webhookTaskQueue(taskQueue),
          activities: activities.ofWebhook,
        }),
      ]),
    );
  }

  /** Polls for tasks until {@link OnboardingWorker.shutdown}, or a signal that the runtime heeds; rejects on a failure. */
  async run(): Promise<void> {
    // A worker that fails takes the others with it: half a process would leave calls waiting.
    const runs = this.workers.map((worker) =>
      worker.run().finally(() => {
        this.shutdown();
      }),
    );
    const results = await Promise.allSettled(runs);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  /** How many calls to providers and webhook are under way. */
  callsUnderWay(): number {
    return this.workers.reduce((sum, worker) => sum + worker.getStatus().numInFlightActivities, 0);
  }

  /** Lets running calls end, and stops. */
  shutdown(): void {
    for (const worker of this.workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  }
}
