import { randomUUID } from 'node:crypto';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { GatewayEnvironment } from '../config/gateway.js';
import { decorateWithAdmission } from './access/admission.js';
import { Authenticator } from './access/authenticate.js';
import { Gatekeeper } from './access/gatekeeper.js';
import { createRateLimits, type GatewayLimits } from './access/rate-limits.js';
import { answerBareHttp } from './bare-http.js';
import type { GatewayContext } from './context.js';
import { CONNECTION_LIMITS } from './limits.js';
import { measureRequests } from './metrics.js';
import { OPERATIONS } from './operations/all-operations.js';
import { routeOperation } from './operations/route-operation.js';
import { routePage } from './page-routes.js';
import { answerBrokenConnection, answerProblems, sendProblem } from './problems/problem-replies.js';
import { Problem } from './problems/problem.js';
import { routeReference } from './reference/reference-routes.js';
import { answerUnknownRoutes, rememberRoutes } from './unknown-routes.js';

export interface GatewayParts {
  environment: Pick<GatewayEnvironment, 'access' | 'allowedOrigins' | 'trustedProxies'>;
  context: GatewayContext;
  limits: GatewayLimits;
  logger: FastifyBaseLogger;
}

/** How many keys of each rate limit are remembered; the longest unused is forgotten first. */
const REMEMBERED_KEYS = 50_000;

/** What a browser may do with an answer that is no page: nothing. */
const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

/** Puts a gateway together; it does not listen yet. */
export async function createGateway({ environment, context, limits, logger }: GatewayParts): Promise<FastifyInstance> {
  const { access, allowedOrigins, trustedProxies } = environment;
  const app = fastify({
    loggerInstance: logger,
    // Fastify's request lines hold URLs, which may hold personal data.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    bodyLimit: CONNECTION_LIMITS.bodyBytes,
    requestTimeout: CONNECTION_LIMITS.requestMs,
    connectionTimeout: CONNECTION_LIMITS.silenceMs,
    keepAliveTimeout: CONNECTION_LIMITS.keepAliveMs,
    http: {
      headersTimeout: CONNECTION_LIMITS.headersMs,
      connectionsCheckingInterval: CONNECTION_LIMITS.checkMs,
      requireHostHeader: false,
    },
    routerOptions: { maxParamLength: CONNECTION_LIMITS.paramCharacters },
    return503OnClosing: false,
    clientErrorHandler: answerBrokenConnection,
    frameworkErrors: (_error, request, reply) => {
      void sendProblem(reply, new Problem('no-such-resource'), request.id);
    },
  });
  const routes = rememberRoutes(app);
  answerProblems(app);
  takeEmptyJson(app);
  measureRequests(app, context.metrics);
  forbidCaching(app);
  await app.register(helmet, {
    contentSecurityPolicy: CONTENT_SECURITY_POLICY,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
  if (allowedOrigins.length > 0) await app.register(cors, corsOptions(allowedOrigins));
  answerBareHttp(app);
  await app.register(rateLimit, { global: false, cache: REMEMBERED_KEYS });

  decorateWithAdmission(app);
  const rateLimits = createRateLimits(app, limits);
  const gatekeeper = new Gatekeeper(new Authenticator(access, context.otpTokens), rateLimits, context.metrics);
  for (const operation of OPERATIONS) routeOperation(app, operation, { context, gatekeeper });
  routeReference(app, context, gatekeeper);
  await routePage(app, gatekeeper);
  answerUnknownRoutes(app, routes, gatekeeper);
  return app;
}

function corsOptions(allowedOrigins: readonly string[]) {
  return {
    origin: [...allowedOrigins],
    methods: ['GET', 'HEAD', 'POST'],
    allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-None-Match', 'Last-Event-ID', 'Prefer'],
    exposedHeaders: ['Content-Location', 'ETag', 'Location', 'Retry-After'],
    maxAge: 600,
    // Strict, it would answer an OPTIONS that is no preflight with an error that is no problem.
    strictPreflight: false,
  };
}

/** Most answers are about one person; the few that may be kept say so themselves. */
function forbidCaching(app: FastifyInstance): void {
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.header('Cache-Control', 'no-store');
    done();
  });
}

/** Libraries send `Content-Type: application/json` with requests that have no body. */
function takeEmptyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, String(body), done);
  });
}
