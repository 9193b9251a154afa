import { Client, type Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { vi } from 'vitest';

/**
 * A namespace as an operator creates it: retention of 1 day, no search attributes. Lists and batches are per namespace,
 * so tests of these need their own.
 */
export async function newNamespace(connection: Connection): Promise<string> {
  const namespace = `test-${crypto.randomUUID()}`;
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  // The server's parts learn of a namespace one after the other.
  const client = new Client({ connection, namespace });
  await vi.waitFor(() => client.workflow.count(), { timeout: 20_000, interval: 100 });
  return namespace;
}
