import type { Logger } from 'pino';
import type { CodecServerEnvironment } from '../config/codec-server.js';
import { KeyRing } from '../encryption/key-ring.js';
import { listen } from '../process/http-server.js';
import type { Service } from '../process/run-process.js';
import { createCodecServer } from './create-codec-server.js';

/** How long a stopping server waits for its requests to end, in ms. */
const STOP_WITHIN_MS = 5_000;

/** A codec server that answers. */
export interface RunningCodecServer extends Service {
  /** Where it listens, without a slash at the end. */
  url: string;
}

/**
 * Starts the codec server: encrypts and decrypts payloads for Temporal Web and the Temporal CLI.
 *
 * @throws PortNotUsable
 */
export async function startCodecServer(
  environment: CodecServerEnvironment,
  logger: Logger,
): Promise<RunningCodecServer> {
  const { payloadKeys, namespace, allowedOrigins } = environment;
  const ring = new KeyRing(payloadKeys);
  if (ring.first === undefined) throw new TypeError('A codec server needs a key.');
  warnOfOpenDoors(environment, logger);
  const app = await createCodecServer({ environment, ring, key: ring.first, logger });
  const url = await listen(app, environment, 'CODEC_SERVER');
  const keys = payloadKeys.map(({ id }) => id);
  logger.info({ url, port: Number(new URL(url).port), namespace, allowedOrigins, keys }, 'codec server ready');
  return {
    url,
    stop: async () => {
      const cutOff = setTimeout(() => {
        app.server.closeAllConnections();
      }, STOP_WITHIN_MS);
      await app.close();
      clearTimeout(cutOff);
    },
  };
}

function warnOfOpenDoors({ access }: CodecServerEnvironment, logger: Logger): void {
  if (access.kind === 'loopback') {
    logger.warn('CODEC_AUTH=none: everybody on this machine can decode. Use made-up data only.');
  } else if (access.jwt !== undefined && access.jwt.decodeScope === undefined) {
    logger.warn('CODEC_JWT_DECODE_SCOPE is not set: every token of this issuer for this audience can decode.');
  }
}
