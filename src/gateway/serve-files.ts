import compress from '@fastify/compress';
import serveStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Gatekeeper } from './access/gatekeeper.js';

/**
 * Gives the routes made by `route` what pages for browsers need: `reply.sendFile`, with ETag and compression, and the
 * limit of requests from one address. Request bodies are never decompressed.
 */
export async function serveFiles(
  app: FastifyInstance,
  { gatekeeper, operation, root }: { gatekeeper: Gatekeeper; operation: string; root: string },
  route: (app: FastifyInstance) => void,
): Promise<void> {
  await app.register(async (files) => {
    files.addHook('onRequest', (request) => gatekeeper.admitAnybody(request, operation));
    await files.register(compress, { globalDecompression: false });
    await files.register(serveStatic, { root, serve: false });
    route(files);
  });
}

/** Route options of a page: everything from this gateway alone, nothing inline, no frame around it. */
export function pagePolicy(...imgSrc: string[]) {
  const own = ["'self'"];
  const none = ["'none'"];
  const directives = {
    defaultSrc: none,
    scriptSrc: own,
    styleSrc: own,
    imgSrc: imgSrc.length > 0 ? imgSrc : own,
    connectSrc: own,
    baseUri: none,
    formAction: none,
    frameAncestors: none,
  };
  return { helmet: { contentSecurityPolicy: { useDefaults: false, directives } } };
}
