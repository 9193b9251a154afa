import cors from '@fastify/cors';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { GatewayEnvironment } from '../config/gateway.js';
import { readForwardedAddresses } from '../http-access/forwarded.js';
import { createHttpServer } from '../process/http-server.js';
import { decorateWithAdmission } from './access/admission.js';
import { auditDecisions } from './access/audit.js';
import { createAuthenticate } from './access/authenticate.js';
import { Gatekeeper } from './access/gatekeeper.js';
import { createRateLimits, type GatewayLimits } from './access/rate-limits.js';
import { answerBareHttp } from './bare-http.js';
import type { GatewayContext } from './context.js';
import { measureRequests } from './metrics.js';
import { OPERATIONS } from './operations/all-operations.js';
import { routeOperation } from './operations/route-operation.js';
import { routePage } from './page/route-page.js';
import { answerBrokenConnection, answerProblems, sendProblem } from './problems/problem-replies.js';
import { Problem } from './problems/problem.js';
import { answerWithRequestIds, REQUEST_ID_HEADER, requestIdOf } from './request-id.js';
import { routeReference } from './reference/reference-routes.js';
import { answerUnknownRoutes, rememberRoutes } from './unknown-routes.js';

export interface GatewayParts {
  environment: Pick<GatewayEnvironment, 'access' | 'allowedOrigins' | 'brand' | 'customerIdKey' | 'trustedProxies'>;
  context: GatewayContext;
  limits: GatewayLimits;
  logger: FastifyBaseLogger;
}

/** Requests are small: the largest valid one has some 3,000 characters, each up to 12 bytes when escaped. */
const MAX_BODY_BYTES = 65_536;
/** The longest id in a path. */
const MAX_PARAM_CHARACTERS = 300;

/** Puts a gateway together; it does not listen yet. */
export async function createGateway({ environment, context, limits, logger }: GatewayParts): Promise<FastifyInstance> {
  const { access, allowedOrigins, brand, customerIdKey, trustedProxies } = environment;
  const app = await createHttpServer(logger, {
    genReqId: requestIdOf,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    bodyLimit: MAX_BODY_BYTES,
    http: { requireHostHeader: false },
    routerOptions: { maxParamLength: MAX_PARAM_CHARACTERS },
    clientErrorHandler: answerBrokenConnection,
    frameworkErrors: (_error, request, reply) => {
      void sendProblem(reply, new Problem('no-such-resource'), request.id);
    },
  });
  answerWithRequestIds(app);
  readForwardedAddresses(app, 'GATEWAY_TRUSTED_PROXIES');
  decorateWithAdmission(app);
  auditDecisions(app, customerIdKey);
  const routes = rememberRoutes(app);
  answerProblems(app);
  takeEmptyJson(app);
  measureRequests(app, context.metrics);
  if (allowedOrigins.length > 0) await app.register(cors, corsOptions(allowedOrigins));
  answerBareHttp(app);

  const rateLimits = createRateLimits(app, limits);
  const gatekeeper = new Gatekeeper(createAuthenticate(access, context.otpTokens), rateLimits, context.metrics);
  for (const operation of OPERATIONS) routeOperation(app, operation, { context, gatekeeper });
  await routeReference(app, context, gatekeeper);
  await routePage(app, gatekeeper, brand);
  answerUnknownRoutes(app, routes, gatekeeper);
  return app;
}

function corsOptions(allowedOrigins: readonly string[]) {
  return {
    origin: [...allowedOrigins],
    methods: ['GET', 'HEAD', 'POST'],
    allowedHeaders: [
      'Authorization',
      'Content-Type',
      'Idempotency-Key',
      'If-None-Match',
      'Last-Event-ID',
      'Prefer',
      REQUEST_ID_HEADER,
    ],
    exposedHeaders: ['Content-Location', 'Date', 'ETag', 'Location', 'Retry-After', REQUEST_ID_HEADER],
    maxAge: 600,
    // Strict, it would answer an OPTIONS that is no preflight with an error that is no problem.
    strictPreflight: false,
  };
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
