import cors from '@fastify/cors';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CodecServerEnvironment } from '../config/codec-server.js';
import type { KeyRing, RingKey } from '../encryption/key-ring.js';
import { describeError } from '../process/describe-error.js';
import { createHttpServer } from '../process/http-server.js';
import { createAdmit, noSuchPath, requireAllowedOrigin, requireLoopbackHost, type Admission } from './admission.js';
import { decodePayloads, encodePayloads } from './convert-payloads.js';
import { MAX_BODY_BYTES, readPayloads } from './json-payloads.js';
import { Refusal } from './refusal.js';

/** Longer than the gateway's, since a body of 8 MiB may come over a slow line. */
const REQUEST_TIMEOUT_MS = 30_000;
/** A namespace of 1,000 characters, each of which may be escaped as up to 12. */
const MAX_PARAM_CHARACTERS = 12_000;
const OTHER_METHODS = ['GET', 'PUT', 'PATCH', 'DELETE'];

export interface CodecServerParts {
  environment: Pick<CodecServerEnvironment, 'access' | 'allowedOrigins' | 'namespace'>;
  ring: KeyRing;
  /** The ring's first key. */
  key: RingKey;
  /** Gets one line for each decoding, before its answer is sent, and one for each refused request. */
  logger: FastifyBaseLogger;
}

/** Makes a server with the interface of Temporal's remote codecs: https://docs.temporal.io/codec-server. */
export async function createCodecServer({
  environment,
  ring,
  key,
  logger,
}: CodecServerParts): Promise<FastifyInstance> {
  const { access, allowedOrigins } = environment;
  const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const refusal = asRefusal(error);
    const { caller, ...about } = request.codecAdmission ?? {};
    const who = caller && { who: caller.name };
    if (refusal.status === 500) logger.error(describeError(error), 'request failed');
    else
      logger.warn(
        { audit: 'refused', ...about, ...who, status: refusal.status, why: refusal.message },
        'request refused',
      );
    return reply.code(refusal.status).headers(refusal.headers).send({ error: refusal.message });
  };
  const app = await createHttpServer(logger, {
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: MAX_PARAM_CHARACTERS },
    frameworkErrors: (_error, request, reply) => void answerError(noSuchPath(), request, reply),
  });
  app.decorateRequest('codecAdmission', undefined);
  app.setErrorHandler(answerError);
  app.addHook('onRequest', (request, _reply, done) => {
    if (access.kind === 'loopback') requireLoopbackHost(request.headers);
    requireAllowedOrigin(request.headers, allowedOrigins);
    if (request.is404) throw noSuchPath();
    if (request.method === 'OPTIONS' && request.headers.origin === undefined) throw wrongMethod();
    done();
  });
  await app.register(cors, {
    origin: [...allowedOrigins],
    credentials: true,
    methods: ['POST'],
    // Temporal Web sends its own OIDC tokens beside the body and the namespace.
    allowedHeaders: ['Authorization', 'Authorization-Extras', 'Content-Type', 'X-Namespace'],
    maxAge: 600,
    strictPreflight: false,
  });
  // A body is read as JSON with any Content-Type, as Temporal's own codec servers do.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  const admit = createAdmit(app, environment);
  for (const operation of ['encode', 'decode'] as const) {
    for (const url of [`/${operation}`, `/:namespace/${operation}`]) {
      app.route({
        method: 'POST',
        url,
        onRequest: (request) => admit(request, operation),
        handler: async (request, reply) => {
          const { namespace, caller } = request.codecAdmission as Admission;
          const payloads = readPayloads((request.body as Buffer | undefined) ?? Buffer.alloc(0));
          void reply.type('application/json');
          if (operation === 'encode') return (await encodePayloads(payloads, key, namespace)).json;
          const { json, decrypted } = await decodePayloads(payloads, ring, namespace);
          const counts = { payloads: payloads.length, decrypted };
          logger.info({ audit: 'decode', who: caller.name, namespace, ...counts }, 'payloads decoded');
          return json;
        },
      });
      app.route({ method: OTHER_METHODS, url, onRequest: refuseMethod, handler: refuseMethod });
    }
  }
  return app;
}

function refuseMethod(): Promise<never> {
  return Promise.reject(wrongMethod());
}

function wrongMethod(): Refusal {
  return new Refusal(405, 'Use POST.', { Allow: 'POST, OPTIONS' });
}

/** Fastify's own errors are about the request's body or form; the answer to a fault of ours holds no detail. */
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { statusCode = 500 } = error as { statusCode?: number };
  if (statusCode === 413) return new Refusal(413, `The body is larger than ${MAX_BODY_BYTES} bytes.`);
  if (statusCode < 500) return new Refusal(400, 'The request is not valid HTTP.');
  return new Refusal(500, 'The codec server failed to answer; its log says why.');
}
