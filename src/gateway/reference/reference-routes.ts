import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Gatekeeper } from '../access/gatekeeper.js';
import type { GatewayContext } from '../context.js';
import { OPERATIONS } from '../operations/all-operations.js';
import { PROBLEM_NAMES, problemUri } from '../problems/problem-types.js';
import { pagePolicy, serveFiles } from '../serve-files.js';
import { openApiDocument } from './openapi.js';
import { problemPage } from './problem-page.js';
import { SWAGGER_PAGE, SWAGGER_START, SWAGGER_STYLE } from './swagger-page.js';

const SWAGGER_UI = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/swagger-ui.css'));
const SWAGGER_FILES = ['swagger-ui-bundle.js', 'swagger-ui.css', 'favicon-32x32.png'];

/** Serves the OpenAPI document, Swagger UI over it, and a page for each type of problem. */
export async function routeReference(
  app: FastifyInstance,
  { publicUrl }: Pick<GatewayContext, 'publicUrl'>,
  gatekeeper: Gatekeeper,
): Promise<void> {
  await serveFiles(app, { gatekeeper, operation: 'readReference', root: SWAGGER_UI }, (files) => {
    files.get('/openapi.json', () => openApiDocument(OPERATIONS, publicUrl()));
    // Swagger UI's style sheet holds its icons as data.
    const options = pagePolicy("'self'", 'data:');
    const texts: [path: string, type: string, text: string][] = [
      ['/docs', 'html', SWAGGER_PAGE],
      ['/docs/reference.js', 'javascript', SWAGGER_START],
      ['/docs/reference.css', 'css', SWAGGER_STYLE],
      ...PROBLEM_NAMES.map((name) => [problemUri(name), 'html', problemPage(name)] as [string, string, string]),
    ];
    for (const [path, type, text] of texts) {
      files.get(path, options, (_request, reply) => reply.type(`text/${type}; charset=utf-8`).send(text));
    }
    for (const file of SWAGGER_FILES) {
      files.get(`/docs/${file}`, options, (_request, reply) => reply.sendFile(file));
    }
  });
}
