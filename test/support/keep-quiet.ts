import { IllegalStateError } from '@temporalio/common';
import { DefaultLogger, makeTelemetryFilterString, Runtime, type RuntimeOptions } from '@temporalio/worker';

/** The SDK's native core hands its log to the logger; by itself it would write past every capture of output. */
export const QUIET_TELEMETRY = {
  logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN' }) },
} as const satisfies RuntimeOptions['telemetryOptions'];

/** What workers log is shown with a test that fails, from warnings on; a test that listens has its own runtime. */
export function keepQuiet(): void {
  try {
    Runtime.install({ logger: new DefaultLogger('WARN'), telemetryOptions: QUIET_TELEMETRY });
  } catch (error) {
    if (!(error instanceof IllegalStateError)) throw error;
  }
}
