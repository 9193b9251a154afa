import { pino, type Logger } from 'pino';

/** Keys that hold a person's data or a secret wherever they stand. Nothing of ours logs them; this is the net below. */
const PERSONAL_KEYS = ['otp', 'mobileNumber', 'latlong', 'publicIP', 'address', 'ovdData', 'authorization', 'otpToken'];

/** Structured logs of the gateway, JSON lines on standard output, times in ISO 8601. */
export function createGatewayLogger(): Logger {
  return pino({
    base: { process: 'onboarding-gateway', pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
    redact: { paths: PERSONAL_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
  });
}
