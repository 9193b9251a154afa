import type { Logger } from 'pino';
import { EnvironmentError } from '../config/environment.js';
import { SafeError } from '../contract/safe-error.js';
import { describeError } from './describe-error.js';
import { createLogger } from './logger.js';

/** Exit codes. */
const EXIT_FAULT = 1;
const EXIT_ENVIRONMENT = 2;

/** What a process runs until it is asked to stop. */
export interface Service {
  /** Finishes the work under way, and stops. */
  stop(): Promise<void>;
  /** For a service that may end by itself: resolves or rejects then. */
  stopped?: Promise<void>;
}

/**
 * Runs a service until SIGINT or SIGTERM. The process ends with 0 when it was asked to stop, with 2 for an unusable
 * environment, and with 1 for any other fault, an unhandled rejection or exception included.
 */
export async function runProcess(name: string, start: (logger: Logger) => Promise<Service>): Promise<void> {
  const logger = createLogger(`onboarding-${name.replaceAll(' ', '-')}`);
  // Unhandled rejections arrive here too.
  process.on('uncaughtException', (error) => {
    logger.fatal(describeError(error), `${name} failed`);
    process.exit(EXIT_FAULT);
  });
  const stopRequested = new Promise<undefined>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        resolve(undefined);
      });
    }
  });
  try {
    const service = await Promise.race([start(logger), stopRequested]);
    // Asked to stop before it had started, it has no work to finish.
    if (service === undefined) process.exit();
    await Promise.race([stopRequested, service.stopped ?? stopRequested]);
    await service.stop();
    logger.info(`${name} stopped`);
  } catch (error) {
    process.exitCode = error instanceof EnvironmentError ? EXIT_ENVIRONMENT : EXIT_FAULT;
    if (error instanceof EnvironmentError) logger.fatal({ problems: error.problems }, error.message);
    else if (error instanceof SafeError) logger.fatal(error.message);
    else logger.fatal(describeError(error), `${name} failed`);
  }
}
