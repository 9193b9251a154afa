import { DefaultLogger, makeTelemetryFilterString, Runtime, type LogEntry } from '@temporalio/worker';
import type { Logger } from 'pino';
import { PayloadDecryptionFailed } from '../encryption/payload-decryption-failed.js';

const PINO_LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/**
 * Sends what the SDK and workflow code log to our logger; must run once, before anything else of the SDK.
 * @param shutdownSignals signals that stop every worker of the process
 */
export function installRuntime(logger: Logger, shutdownSignals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM']): void {
  Runtime.install({
    shutdownSignals,
    logger: new DefaultLogger('INFO', ({ level, message, meta }: LogEntry) => {
      logger[PINO_LEVELS[level]](withoutData(meta), message);
    }),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} } },
  });
}

/**
 * Of an error only what it is, never its text: a library's message may quote what it was given. The task of an activity
 * that could not begin is left out too, since its input stands in it.
 */
function withoutData(meta: LogEntry['meta'] = {}): object {
  const { error, task: _task, taskEncoded: _taskEncoded, ...rest } = meta as Record<string, unknown>;
  if (error instanceof PayloadDecryptionFailed) {
    const { name, message, keyId, workflowId } = error;
    return { workflowId, ...rest, error: name, keyId, problem: message };
  }
  return error instanceof Error ? { ...rest, error: errorKind(error) } : rest;
}

function errorKind(error: Error): string {
  const { type } = error as { type?: unknown };
  return typeof type === 'string' ? type : error.name;
}
