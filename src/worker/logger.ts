import { pino, type Logger } from 'pino';

/** Keys that hold a person's data or a secret wherever they stand. Nothing of ours logs them; this is the net below. */
const PERSONAL_KEYS = [
  'otp',
  'mobileNumber',
  'name',
  'latlong',
  'publicIP',
  'address',
  'pincode',
  'ovdData',
  'paramA',
  'paramB',
  'paramC',
  'clientCode',
  'profile',
  'password',
  'client_secret',
];

/** Structured logs of a process, JSON lines on standard output, times in ISO 8601. */
export function createLogger(processName: string): Logger {
  return pino({
    base: { process: processName, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
    redact: { paths: PERSONAL_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
  });
}
