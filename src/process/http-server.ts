import type { AddressInfo } from 'node:net';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyServerOptions,
} from 'fastify';
import { SafeError } from '../contract/safe-error.js';

/** How long each part of a connection may take, in ms; protects against slow callers. */
export const CONNECTION_LIMITS = {
  /** From the opening of a connection, or the end of the previous answer, to the end of the headers. */
  headersMs: 10_000,
  /** From the same moment to the end of the body. */
  requestMs: 15_000,
  /** How often connections are checked for these two. */
  checkMs: 2_000,
  /** A connection without traffic; longer than the longest `Prefer: wait` and a heartbeat of events. */
  silenceMs: 90_000,
  /** A connection that waits for its next request; longer than the 60 s after which balancers usually close theirs. */
  keepAliveMs: 75_000,
} as const;

/** A browser may load and run nothing from an answer that is no page. */
const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

/** Makes an HTTP server that does not listen yet. It logs no requests, since their URLs may hold personal data. */
export async function createHttpServer(
  logger: FastifyBaseLogger,
  { http, ...others }: FastifyServerOptions & { http?: object },
): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    requestTimeout: CONNECTION_LIMITS.requestMs,
    connectionTimeout: CONNECTION_LIMITS.silenceMs,
    keepAliveTimeout: CONNECTION_LIMITS.keepAliveMs,
    http: {
      headersTimeout: CONNECTION_LIMITS.headersMs,
      connectionsCheckingInterval: CONNECTION_LIMITS.checkMs,
      ...http,
    },
    return503OnClosing: false,
    ...others,
  });
  // A stopping server closes each connection with its answer, since one kept for a next request would delay the stop.
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (!app.server.listening) void reply.header('Connection', 'close');
    done();
  });
  forbidCaching(app);
  await app.register(helmet, {
    contentSecurityPolicy: CONTENT_SECURITY_POLICY,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
  await app.register(rateLimit, { global: false });
  return app;
}

/** Most answers are about one person; a route whose answer may be cached sets the header itself. */
function forbidCaching(app: FastifyInstance): void {
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.header('Cache-Control', 'no-store');
    done();
  });
}

/** The address cannot be listened on. */
export class PortNotUsable extends SafeError {
  override readonly name = 'PortNotUsable';
}

/**
 * Listens at the address that `<variables>_HOST` and `<variables>_PORT` name, and returns its URL without a slash at the
 * end.
 *
 * @throws PortNotUsable
 */
export async function listen(
  app: FastifyInstance,
  { host, port }: { host: string; port: number },
  variables: 'GATEWAY' | 'CODEC_SERVER',
): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const { code = '?' } = error as NodeJS.ErrnoException;
    throw new PortNotUsable(
      code === 'EADDRINUSE'
        ? `Port ${port} is taken by another process. Set ${variables}_PORT to another one.`
        : `Port ${port} of ${host} cannot be used (${code}). Set ${variables}_PORT or ${variables}_HOST to another one.`,
    );
  }
  const { port: chosen } = app.server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${chosen}`;
}
