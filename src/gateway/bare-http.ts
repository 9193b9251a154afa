import type { FastifyInstance } from 'fastify';
import { Problem } from './problems/problem.js';

/**
 * Takes over what Node would answer by itself, without the body of a problem. The server must be made with
 * `requireHostHeader: false`.
 */
export function answerBareHttp(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const lacksHost = request.raw.httpVersion === '1.1' && request.headers.host === undefined;
    if (lacksHost) done(new Problem('invalid-request', { problems: [{ field: 'Host', problem: 'is required' }] }));
    else done();
  });
  // An expectation that is not understood may be ignored (RFC 9110, 10.1.1).
  app.server.on('checkExpectation', (request, response) => {
    app.server.emit('request', request, response);
  });
}
