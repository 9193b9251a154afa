import type { Connection } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { optionalTsToMs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';
import { iiflTaskQueue, ONBOARD_CUSTOMER_WORKFLOW, webhookTaskQueue } from '../contract/names.js';
import { fromTemporalError } from './temporal-errors.js';

const { TaskQueueType } = proto.temporal.api.enums.v1;
const DAY_MS = 86_400_000;
const REQUEST_TIMEOUT_MS = 10_000;

/** Makes one call with a deadline and with the client's own errors. */
export async function within<T>(connection: Connection, make: () => Promise<T>): Promise<T> {
  try {
    return await connection.withDeadline(Date.now() + REQUEST_TIMEOUT_MS, make);
  } catch (error) {
    throw fromTemporalError(error);
  }
}

/** The version of the Temporal server, such as `1.31.2`. */
export async function serverVersion(connection: Connection): Promise<string> {
  const { serverVersion: version } = await within(connection, () => connection.workflowService.getSystemInfo({}));
  return version;
}

/** How many days the namespace keeps the histories of ended workflows. @throws TemporalRefused where there is none */
export async function retentionDays(connection: Connection, namespace: string): Promise<number> {
  const { config } = await within(connection, () => connection.workflowService.describeNamespace({ namespace }));
  const retentionMs = optionalTsToMs(config?.workflowExecutionRetentionTtl) ?? 0;
  return Math.round((retentionMs / DAY_MS) * 10) / 10;
}

/** The namespace's custom search attributes, by name with the server's number of their type. */
export async function registeredAttributes(connection: Connection, namespace: string): Promise<Record<string, number>> {
  const { customAttributes } = await within(connection, () =>
    connection.operatorService.listSearchAttributes({ namespace }),
  );
  return customAttributes;
}

/** What is asked for from a worker's task queues. */
export type Polled = 'workflow tasks' | 'calls to iServeU' | 'calls to IIFL' | 'deliveries';

/** The server holds a poll for about a minute, so a worker that did not poll for twice as long is gone or stuck. */
const POLLED_WITHIN_MS = 120_000;

/** What no worker asks for at present. */
export async function unpolled(connection: Connection, namespace: string, taskQueue: string): Promise<Polled[]> {
  const queues: [Polled, name: string, proto.temporal.api.enums.v1.TaskQueueType][] = [
    ['workflow tasks', taskQueue, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW],
    ['calls to iServeU', taskQueue, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY],
    ['calls to IIFL', iiflTaskQueue(taskQueue), TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY],
    ['deliveries', webhookTaskQueue(taskQueue), TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY],
  ];
  const found = await Promise.all(
    queues.map(async ([what, name, taskQueueType]) => {
      const request = { namespace, taskQueue: { name }, taskQueueType };
      const { pollers } = await within(connection, () => connection.workflowService.describeTaskQueue(request));
      const isPolled = pollers.some(
        ({ lastAccessTime }) => Date.now() - (optionalTsToMs(lastAccessTime) ?? 0) < POLLED_WITHIN_MS,
      );
      return isPolled ? [] : [what];
    }),
  );
  return found.flat();
}

/** What the newest onboarding was started with, as it stands on the server; nothing where there is none. */
export async function newestStart(connection: Connection, namespace: string): Promise<Payload[]> {
  const { workflowService } = connection;
  const query = `WorkflowType = '${ONBOARD_CUSTOMER_WORKFLOW}'`;
  const { executions } = await within(connection, () =>
    workflowService.listWorkflowExecutions({ namespace, query, pageSize: 1 }),
  );
  const execution = executions[0]?.execution;
  if (!execution) return [];
  const { history } = await within(connection, () =>
    workflowService.getWorkflowExecutionHistory({ namespace, execution, maximumPageSize: 1 }),
  );
  return history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
}
