import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { isRequestId } from '../contract/request-id.js';

/** The header that names a request, in it and in its answer. */
export const REQUEST_ID_HEADER = 'X-Request-Id';

/** The id of the request that the present code works for. */
export const currentRequestId = new AsyncLocalStorage<string>();

/** The caller's id where it has the right form, or a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return isRequestId(given) ? given : randomUUID();
}

/** Names the request in every answer. */
export function answerWithRequestIds(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header(REQUEST_ID_HEADER, request.id);
    done();
  });
}
