import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Gatekeeper } from '../access/gatekeeper.js';
import type { GatewayContext } from '../context.js';
import { OPERATIONS } from '../operations/all-operations.js';
import { PROBLEM_NAMES, problemUri } from '../problems/problem-types.js';
import { REFERENCE_POLICY } from './html.js';
import { openApiDocument } from './openapi.js';
import { problemPage, referencePage } from './reference-pages.js';

/** Serves the OpenAPI document, and the reference and the pages of the problem types for people. */
export function routeReference(
  app: FastifyInstance,
  { publicUrl }: Pick<GatewayContext, 'publicUrl'>,
  gatekeeper: Gatekeeper,
): void {
  const onRequest = (request: FastifyRequest) => gatekeeper.admitAnybody(request, 'readReference');
  app.get('/openapi.json', { onRequest }, () => openApiDocument(OPERATIONS, publicUrl()));
  const pages = new Map([['/docs', referencePage(OPERATIONS)]]);
  for (const name of PROBLEM_NAMES) pages.set(problemUri(name), problemPage(name));
  for (const [path, page] of pages) {
    app.get(path, { helmet: { contentSecurityPolicy: REFERENCE_POLICY }, onRequest }, (_request, reply) =>
      reply.type('text/html; charset=utf-8').send(page),
    );
  }
}
