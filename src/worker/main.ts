#!/usr/bin/env node
import { EnvironmentError } from '../config/environment.js';
import { readWorkerEnvironment } from '../config/worker.js';
import { installRuntime } from './install-runtime.js';
import { createLogger } from './logger.js';
import { startWorker } from './start-worker.js';
import { MissingSearchAttributes } from './search-attributes.js';
import { TemporalUnreachable } from './temporal-unreachable.js';

const EXIT_FAULT = 1;
const EXIT_ENVIRONMENT = 2;

const logger = createLogger('onboarding-worker');
try {
  const environment = readWorkerEnvironment();
  installRuntime(logger);
  const { stopped } = await startWorker(environment, logger);
  await stopped;
  logger.info('worker stopped');
} catch (error) {
  if (error instanceof EnvironmentError) {
    logger.fatal({ problems: error.problems }, error.message);
    process.exitCode = EXIT_ENVIRONMENT;
  } else if (error instanceof MissingSearchAttributes || error instanceof TemporalUnreachable) {
    logger.fatal(error.message);
    process.exitCode = EXIT_FAULT;
  } else {
    // Its message may quote data, so only where it happened is told.
    const { name, stack = '' } = error instanceof Error ? error : new Error();
    logger.fatal({ errorName: name, at: stack.split('\n').filter((line) => /^\s+at /.test(line)) }, 'worker failed');
    process.exitCode = EXIT_FAULT;
  }
}
