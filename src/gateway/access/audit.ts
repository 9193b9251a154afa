import { createHmac, hkdfSync } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { loggableId } from '../onboarding-address.js';

/** Logged as the status of a request whose caller went away before the answer. */
const CALLER_GONE = 499;

/**
 * Writes one line for each decision about access once the status of its answer is known: caller, address, operation,
 * onboarding and status. It holds nothing personal and no credential; the address is an HMAC, the same for the same
 * address.
 */
export function auditDecisions(app: FastifyInstance, customerIdKey: Uint8Array): void {
  const secret = Buffer.from(hkdfSync('sha256', customerIdKey, '', 'onboarding audit address', 32));
  const hashOf = (address: string) => createHmac('sha256', secret).update(address).digest('hex').slice(0, 16);
  const written = new WeakSet<FastifyRequest>();
  const write = (request: FastifyRequest, status: number) => {
    const { operation, caller, onboarding, refusal } = request.admission ?? {};
    // No decision is made about what needs no credential.
    if ((caller ?? refusal) === undefined || written.has(request)) return;
    written.add(request);
    request.log.info(
      {
        audit: refusal === undefined ? 'allowed' : 'refused',
        operation,
        ...(refusal !== undefined && { refusal }),
        status,
        from: hashOf(request.ip),
        ...(caller !== undefined && { role: caller.role, caller: caller.name, ...caller.credential }),
        ...(onboarding !== undefined && { onboarding: loggableId(onboarding) }),
      },
      'access decided',
    );
  };
  app.addHook('onSend', (request: FastifyRequest, reply: FastifyReply, _payload, done) => {
    write(request, reply.statusCode);
    done();
  });
  app.addHook('onRequestAbort', (request, done) => {
    write(request, CALLER_GONE);
    done();
  });
}
