import { pino, type Logger } from 'pino';

/** Structured logs of the codec server, JSON lines on standard output, times in ISO 8601. Each line is out at once. */
export function createLogger(): Logger {
  return pino({
    base: { process: 'onboarding-codec-server', pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
  });
}
