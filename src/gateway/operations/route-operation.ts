import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { FieldProblem } from '../../contract/request.js';
import type { EntryRule, Gatekeeper } from '../access/gatekeeper.js';
import type { GatewayContext } from '../context.js';
import { parseOnboardingId, type OnboardingAddress } from '../../contract/onboarding-id.js';
import { Problem } from '../problems/problem.js';
import { currentRequestId } from '../request-id.js';
import { checkIdempotencyKey, waitSeconds, type HeaderName } from './headers.js';
import type { Call, Operation } from './operation.js';

/** Gives an operation its route: the gatekeeper first, then the checks of its schemas, then its work. */
export function routeOperation(
  app: FastifyInstance,
  operation: Operation,
  { context, gatekeeper }: { context: GatewayContext; gatekeeper: Gatekeeper },
): void {
  const { id, roles, isAboutOtps = false } = operation;
  const rule: EntryRule | undefined = roles && { operation: id, roles, isAboutOtps };
  app.route({
    method: operation.method,
    url: operation.path.replace('{id}', ':id'),
    exposeHeadRoute: operation.method === 'GET' && operation.isStream !== true,
    onRequest: async (request) => {
      if (rule !== undefined) await gatekeeper.admit(request, rule, onboardingIn(request));
    },
    handler: async (request, reply) => {
      const gone = new AbortController();
      reply.raw.once('close', () => {
        gone.abort();
      });
      const call = readCall(operation, request, { gone: gone.signal, elapsedMs: reply.elapsedTime });
      const answer = await currentRequestId.run(request.id, () => operation.handle(call, context));
      return reply
        .code(answer.status)
        .headers({ ...answer.headers })
        .send(answer.body);
    },
  });
}

/** Checks all that was sent. @throws Problem `invalid-request` */
function readCall(
  operation: Operation,
  request: FastifyRequest,
  { gone, elapsedMs }: { gone: AbortSignal; elapsedMs: number },
): Call<unknown, unknown> {
  const { body: shape } = operation;
  const knows = (name: HeaderName) => operation.headers?.includes(name) === true;
  const { headers } = request;
  return {
    caller: request.admission?.caller,
    onboarding: request.admission?.onboarding,
    idempotencyKey: knows('Idempotency-Key') ? checkIdempotencyKey(textOf(headers['idempotency-key'])) : undefined,
    // The caller counts from its request.
    waitMs: Math.max(0, waitSeconds(textOf(headers['prefer'])) * 1_000 - elapsedMs),
    ifNoneMatch: headers['if-none-match'],
    lastEventId: textOf(headers['last-event-id']),
    query: operation.query && parsed(operation.query, request.query),
    body: shape && parsed(shape.schema, request.body, shape.refuse),
    gone,
    log: request.log,
  };
}

function onboardingIn({ params }: FastifyRequest): OnboardingAddress | undefined {
  const { id } = params as { id?: string };
  return id === undefined ? undefined : parseOnboardingId(id);
}

function textOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header;
}

function parsed<T>(schema: z.ZodType<T>, value: unknown, refuse?: (value: unknown) => Problem | undefined): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  throw refuse?.(value) ?? new Problem('invalid-request', { problems: problemsIn(error) });
}

/** What a schema says is wrong; zod quotes no values. */
function problemsIn({ issues }: z.ZodError): FieldProblem[] {
  return issues.map(({ code, path, message }) => ({
    field: path.join('.') || 'request',
    problem: code === 'unrecognized_keys' ? 'has fields that are not of this contract' : lowerFirst(message),
  }));
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
