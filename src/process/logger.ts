import { pino, type DestinationStream, type Logger } from 'pino';
import { describeError } from './describe-error.js';
import { redact } from './redaction.js';

/**
 * Structured logs of a process: JSON lines, times in ISO 8601, each line written at once. Our code logs nothing personal
 * and no secrets; the redaction masks what a library or a mistake logs all the same.
 */
export function createLogger(processName: string, destination?: DestinationStream): Logger {
  return pino(
    {
      base: { process: processName, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (level) => ({ level }),
        log: ({ err, ...fields }) => ({
          ...(redact(fields) as Record<string, unknown>),
          ...(err !== undefined && describeError(err)),
        }),
      },
      hooks: {
        logMethod(args: unknown[], method) {
          method.apply(this, withoutMessageOfError(args) as Parameters<typeof method>);
        },
      },
    },
    destination ?? pino.destination({ sync: true }),
  );
}

/** Libraries log an error by itself, or with its message as the text of the line; both quote the message. */
function withoutMessageOfError([first, text, ...rest]: unknown[]): unknown[] {
  const error = first instanceof Error ? first : (first as { err?: unknown } | undefined)?.err;
  if (!(error instanceof Error)) return [first, text, ...rest];
  const isQuoted = text === undefined || text === error.message;
  return [first === error ? { err: error } : first, isQuoted ? error.name : text, ...rest];
}
