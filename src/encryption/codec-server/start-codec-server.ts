import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { CodecServerEnvironment } from '../../config/codec-server.js';
import { KeyRing } from '../key-ring.js';
import { createAnswerer, type Answer } from './answer-request.js';

/** The whole request must have arrived by then, in ms. */
const REQUEST_TIMEOUT_MS = 30_000;
/** How long a stopping server lets requests end, in ms. */
const STOP_WITHIN_MS = 5_000;

/** A codec server that answers. */
export interface RunningCodecServer {
  port: number;
  /** Takes no new requests, lets the present ones end for at most 5 s, and stops. */
  stop(): Promise<void>;
}

/** The port belongs to another process, or may not be used. */
export class PortNotUsable extends Error {
  override readonly name = 'PortNotUsable';
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
  const { payloadKeys, access } = environment;
  const ring = new KeyRing(payloadKeys);
  if (ring.first === undefined) throw new TypeError('A codec server needs a key.');
  const answer = createAnswerer({ environment, ring, key: ring.first, logger });
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    void answer(request).then((each) => {
      // A connection that is kept open would hold up the stop.
      if (!server.listening) response.setHeader('Connection', 'close');
      send(response, each);
    });
  });
  // Everybody may come in then, so nobody from outside gets as far as the door.
  const host = access.kind === 'loopback' ? '127.0.0.1' : undefined;
  await listen(server, environment.port, host);
  const { port } = server.address() as AddressInfo;
  return { port, stop: () => stop(server) };
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, {
    ...headers,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    Vary: 'Origin',
  });
  response.end(body);
}

async function listen(server: Server, port: number, host: string | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is taken by another process' : `cannot be used (${error.code ?? '?'})`;
      reject(new PortNotUsable(`Port ${port} ${why}. Set CODEC_SERVER_PORT to another one.`));
    });
    server.listen({ port, ...(host !== undefined && { host }) }, resolve);
  });
}

async function stop(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    const cutOff = setTimeout(() => {
      server.closeAllConnections();
    }, STOP_WITHIN_MS);
    server.close(() => {
      clearTimeout(cutOff);
      resolve();
    });
    server.closeIdleConnections();
  });
}
