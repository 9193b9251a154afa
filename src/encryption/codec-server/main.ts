#!/usr/bin/env node
import { readCodecServerEnvironment, type CodecServerEnvironment } from '../../config/codec-server.js';
import { EnvironmentError } from '../../config/environment.js';
import { createLogger } from './logger.js';
import { PortNotUsable, startCodecServer } from './start-codec-server.js';

const EXIT_FAULT = 1;
const EXIT_ENVIRONMENT = 2;

const logger = createLogger();
const stopRequested = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      resolve();
    });
});

try {
  const environment = readCodecServerEnvironment();
  warnOfOpenDoors(environment);
  const server = await startCodecServer(environment, logger);
  const { payloadKeys, namespace, allowedOrigins } = environment;
  const keys = payloadKeys.map(({ id }) => id);
  logger.info({ port: server.port, namespace, allowedOrigins, keys }, 'codec server ready');
  await stopRequested;
  await server.stop();
  logger.info('codec server stopped');
} catch (error) {
  if (error instanceof EnvironmentError) {
    logger.fatal({ problems: error.problems }, error.message);
    process.exitCode = EXIT_ENVIRONMENT;
  } else {
    logger.fatal(error instanceof PortNotUsable ? error.message : 'codec server failed');
    process.exitCode = EXIT_FAULT;
  }
}

function warnOfOpenDoors({ access }: CodecServerEnvironment): void {
  if (access.kind === 'loopback') {
    logger.warn('CODEC_AUTH=none: everybody on this machine can decode. Use made-up data only.');
  } else if (access.jwt !== undefined && access.jwt.decodeScope === undefined) {
    logger.warn('CODEC_JWT_DECODE_SCOPE is not set: whoever has a token of this issuer for this audience can decode.');
  }
}
