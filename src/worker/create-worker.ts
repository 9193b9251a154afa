import type { DataConverter } from '@temporalio/common';
import { Worker, type NativeConnection } from '@temporalio/worker';
import type { DeliveryActivities } from '../activities/delivery-activities.js';
import type { OnboardingActivities } from '../activities/onboarding-activities.js';
import { logActivities } from './log-activities.js';
import { loadWorkflowBundle } from './load-workflow-bundle.js';

/** More than an activity's start-to-close (30 s), so that a stopping worker lets every running call end. */
export const SHUTDOWN_GRACE_MS = 35_000;

/** Provider calls that one worker has under way at once; more wait on the server. */
const MAX_PROVIDER_CALLS = 100;
/** Workflow tasks at once; each is short, and one thread runs them. */
const MAX_WORKFLOW_TASKS = 40;

export interface OnboardingWorkerOptions {
  connection: NativeConnection;
  namespace: string;
  taskQueue: string;
  /** File made by {@link writeWorkflowBundle}. */
  workflowBundlePath: string;
  dataConverter: DataConverter;
  activities: OnboardingActivities & DeliveryActivities;
}

/** A worker that runs onboardings, their provider calls, and the delivery of their ends. */
export async function createOnboardingWorker(options: OnboardingWorkerOptions): Promise<Worker> {
  const { connection, namespace, taskQueue, workflowBundlePath, dataConverter, activities } = options;
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowBundle: await loadWorkflowBundle(workflowBundlePath, dataConverter),
    dataConverter,
    activities,
    interceptors: { activity: [logActivities] },
    shutdownGraceTime: SHUTDOWN_GRACE_MS,
    maxConcurrentActivityTaskExecutions: MAX_PROVIDER_CALLS,
    maxConcurrentWorkflowTaskExecutions: MAX_WORKFLOW_TASKS,
  });
}
