import type { Logger } from 'pino';
import { EnvironmentError } from '../config/environment.js';
import { SafeError } from '../contract/safe-error.js';
import { describeError } from './describe-error.js';
import { createLogger } from './logger.js';
import { aborted, onStopSignals } from './stop-signals.js';

/** Exit codes. */
const EXIT_FAULT = 1;
const EXIT_ENVIRONMENT = 2;

/** Work that a stop lets end. */
export interface WorkUnderWay {
  count: number;
  /** One piece of it, such as `call`. */
  what: string;
  /** How long a stop waits for all of it at most. */
  withinMs: number;
}

/** What a process runs until it is asked to stop. */
export interface Service {
  /** Finishes the work under way, and stops. */
  stop(): Promise<void>;
  /** What a stop would wait for at this moment. */
  underWay?(): WorkUnderWay;
  /** For a service that may end by itself: resolves or rejects then. */
  stopped?: Promise<void>;
}

/**
 * Runs a service until SIGINT or SIGTERM. The process ends with 0 when it was asked to stop, with 130 at once on a second
 * Ctrl-C, with 2 for an unusable environment, and with 1 for any other fault, an unhandled rejection or exception
 * included.
 */
export async function runProcess(name: string, start: (logger: Logger) => Promise<Service>): Promise<void> {
  const logger = createLogger(`onboarding-${name.replaceAll(' ', '-')}`);
  // Unhandled rejections arrive here too.
  process.on('uncaughtException', (error) => {
    logger.fatal(describeError(error), `${name} failed`);
    process.exit(EXIT_FAULT);
  });
  const stopRequested = aborted(
    onStopSignals(['SIGINT', 'SIGTERM'], () => {
      logger.warn(`${name} ended at once`);
    }),
  );
  try {
    const service = await Promise.race([start(logger), stopRequested]);
    // Asked to stop before it had started, it has no work to finish.
    if (service === 'stop') process.exit();
    await Promise.race([stopRequested, service.stopped ?? stopRequested]);
    tellWhatItWaitsFor(logger, name, service.underWay?.());
    await service.stop();
    logger.info(`${name} stopped`);
  } catch (error) {
    process.exitCode = error instanceof EnvironmentError ? EXIT_ENVIRONMENT : EXIT_FAULT;
    tellWhyItFailed(logger, name, error);
  }
}

/** `2 calls under way`; `undefined` where there is nothing. */
export function describeWork({ count, what }: Pick<WorkUnderWay, 'count' | 'what'>): string | undefined {
  return count === 0 ? undefined : `${count} ${what}${count === 1 ? '' : 's'} under way`;
}

function tellWhatItWaitsFor(logger: Logger, name: string, work: WorkUnderWay | undefined): void {
  if (work === undefined) return;
  const waitsFor = describeWork(work);
  if (waitsFor === undefined) return;
  logger.info(`${name} waits for ${waitsFor}, up to ${work.withinMs / 1000} s; Ctrl-C again ends it at once`);
}

/** In a terminal our own errors are told as they are; elsewhere every line is JSON. */
function tellWhyItFailed(logger: Logger, name: string, error: unknown): void {
  if (!(error instanceof SafeError)) logger.fatal(describeError(error), `${name} failed`);
  else if (process.stderr.isTTY) process.stderr.write(`${error.message}\n`);
  else if (error instanceof EnvironmentError) logger.fatal({ problems: error.problems }, error.message);
  else logger.fatal(error.message);
}
