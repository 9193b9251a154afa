#!/usr/bin/env node
import { OnboardingError } from '../client/errors.js';
import { EnvironmentError } from '../config/environment.js';
import { readGatewayEnvironment } from '../config/gateway.js';
import { createGatewayLogger } from './logger.js';
import { startGateway } from './start-gateway.js';

const EXIT_FAULT = 1;
const EXIT_ENVIRONMENT = 2;

const logger = createGatewayLogger();
try {
  const gateway = await startGateway(readGatewayEnvironment(), logger);
  await stopSignal();
  await gateway.stop();
  logger.info('gateway stopped');
} catch (error) {
  process.exitCode = EXIT_FAULT;
  if (error instanceof EnvironmentError) {
    logger.fatal({ problems: error.problems }, error.message);
    process.exitCode = EXIT_ENVIRONMENT;
  } else if (error instanceof OnboardingError || isListenFault(error)) {
    logger.fatal(error.message);
  } else {
    // Its message may quote data, so only where it happened is told.
    const { name, stack = '' } = error instanceof Error ? error : new Error();
    logger.fatal({ errorName: name, at: stack.split('\n').filter((line) => /^\s+at /.test(line)) }, 'gateway failed');
  }
}

/** Resolves when a person or a deployment asks the process to stop. */
async function stopSignal(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        resolve();
      });
    }
  });
}

/** Names the address and the port, and nothing else. */
function isListenFault(error: unknown): error is Error {
  return error instanceof Error && (error as NodeJS.ErrnoException).syscall === 'listen';
}
