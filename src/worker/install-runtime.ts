import { DefaultLogger, makeTelemetryFilterString, Runtime, type LogEntry } from '@temporalio/worker';
import type { Logger } from 'pino';
import { withoutData } from './log-fields.js';

const PINO_LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/**
 * Sends what the SDK and workflow code log to our logger; must run once, before anything else of the SDK. Signals stop
 * no worker by themselves: whoever started a worker stops it.
 */
export function installRuntime(logger: Logger): void {
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('INFO', (entry: LogEntry) => {
      const { text, fields } = withoutData(entry);
      logger[PINO_LEVELS[entry.level]](fields, text);
    }),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} } },
  });
}
