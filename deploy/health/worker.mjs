// Exits with 0 when a worker of this host asks the Temporal server for workflow tasks and for activities, else with 1
// and the reason. Takes the worker's own environment.
import { hostname } from 'node:os';
import { Connection } from '@temporalio/client';
import { readTaskQueue } from '../../dist/src/config/client.js';
import { readEnvironment } from '../../dist/src/config/environment.js';
import { readTemporalConfig } from '../../dist/src/config/temporal.js';

/** The server holds a poll for about a minute, so a worker that did not poll for twice as long is stuck. */
const POLLED_WITHIN_MS = 120_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** temporal.api.enums.v1.TaskQueueType */
const TASK_QUEUE_TYPES = { 'workflow tasks': 1, activities: 2 };

const { temporal, taskQueue } = readEnvironment(process.env, (reader) => ({
  temporal: readTemporalConfig(reader, process.env),
  taskQueue: readTaskQueue(reader),
}));

try {
  const connection = await Connection.connect({ ...temporal.connection, connectTimeout: CONNECT_TIMEOUT_MS });
  for (const [tasks, taskQueueType] of Object.entries(TASK_QUEUE_TYPES)) {
    if (await isPolledHere(connection, taskQueueType)) continue;
    complain(`No worker of this host asks for ${tasks} of the task queue ${taskQueue}.`);
  }
  await connection.close();
} catch (error) {
  complain(`Temporal did not answer at ${temporal.connection.address}: ${error.message}`);
}

async function isPolledHere({ workflowService }, taskQueueType) {
  const request = { namespace: temporal.namespace, taskQueue: { name: taskQueue }, taskQueueType };
  const { pollers } = await workflowService.describeTaskQueue(request);
  return pollers.some(({ identity, lastAccessTime }) => {
    const lastPollMs = Number(lastAccessTime?.seconds ?? 0) * 1000;
    // A worker calls itself by its process id and its host.
    return identity?.endsWith(`@${hostname()}`) && Date.now() - lastPollMs < POLLED_WITHIN_MS;
  });
}

function complain(reason) {
  console.error(reason);
  process.exitCode = 1;
}
