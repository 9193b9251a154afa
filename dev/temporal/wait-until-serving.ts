import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';

const ASK_EVERY_MS = 100;
const ANSWER_WITHIN_MS = 2_000;
/** gRPC waits 1 s and more after a refused connection, far longer than the server takes from there. */
const QUICK_RECONNECT = {
  'grpc.initial_reconnect_backoff_ms': ASK_EVERY_MS,
  'grpc.min_reconnect_backoff_ms': ASK_EVERY_MS,
  'grpc.max_reconnect_backoff_ms': ASK_EVERY_MS,
};

/** What to wait for. */
export interface ServingTarget {
  address: string;
  namespace: string;
  /** Temporal Web, where it is to be there too. */
  webUrl: string | undefined;
  withinMs: number;
  /** Settles with an error when the server has ended. */
  ended: Promise<Error>;
  /** Ends the wait. */
  signal?: AbortSignal | undefined;
}

/**
 * Waits until a Temporal server knows the namespace and its Temporal Web answers.
 *
 * @throws Error when it has ended, or has not answered within `withinMs`; the reason of `signal` once that is aborted.
 */
export async function waitUntilServing(target: ServingTarget): Promise<void> {
  const { address, namespace, webUrl, withinMs, ended, signal } = target;
  const connection = Connection.lazy({
    address,
    connectTimeout: ANSWER_WITHIN_MS,
    channelArgs: QUICK_RECONNECT,
    // Without the SDK's own retries: one that is due after our end would throw where nobody can catch it.
    interceptors: [],
  });
  const deadline = performance.now() + withinMs;
  let exit: Error | undefined;
  void ended.then((error) => (exit = error));
  try {
    for (;;) {
      const problem = await Promise.race([ask(connection, namespace, webUrl), ended.then(() => undefined)]);
      // Looked at after the answer, which may have come from another server on the same port.
      if (exit !== undefined) throw exit;
      signal?.throwIfAborted();
      if (problem === undefined) return;
      if (performance.now() > deadline) {
        throw new Error(`The Temporal server at ${address} did not answer within ${withinMs / 1000} s: ${problem}`);
      }
      await delay(ASK_EVERY_MS);
    }
  } finally {
    await connection.close();
  }
}

/** Why the server is not ready yet; undefined when it is. */
async function ask(connection: Connection, namespace: string, webUrl: string | undefined): Promise<string | undefined> {
  return (await askFrontend(connection, namespace)) ?? (await askWeb(webUrl));
}

async function askFrontend(connection: Connection, namespace: string): Promise<string | undefined> {
  try {
    await connection.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function askWeb(url: string | undefined): Promise<string | undefined> {
  if (url === undefined) return undefined;
  try {
    const { ok, status } = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return ok ? undefined : `Temporal Web answers with HTTP status ${status}`;
  } catch (error) {
    return `Temporal Web: ${error instanceof Error ? error.message : String(error)}`;
  }
}
