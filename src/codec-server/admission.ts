import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { CodecAccess } from '../config/codec-server.js';
import { isLoopback } from '../config/environment.js';
import { createRateLimit, type RateLimit } from '../http-access/rate-limit.js';
import { createAuthenticate, type Caller } from './authenticate.js';
import { Refusal } from './refusal.js';

export type Operation = 'encode' | 'decode';

/** What is known of an admitted request. */
export interface Admission {
  operation: Operation;
  namespace: string;
  caller: Caller;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What is known so far, also of a refused request. */
    codecAdmission: Partial<Admission> | undefined;
  }
}

/** Requests a minute: of unknown callers from one address, and of one known caller. */
const LIMITS = { strangersPerAddress: 600, perCaller: 30_000 };
/** Temporal's longest namespace has 1,000 characters; control characters are refused. */
const NAMESPACE = /^[^\p{Cc}]{1,1000}$/u;

export interface AdmissionRules {
  access: CodecAccess;
  /** Namespace of requests that name none. */
  namespace: string;
}

/** Admits a request before its body is read, or throws a {@link Refusal}. */
export type Admit = (request: FastifyRequest, operation: Operation) => Promise<void>;

export function createAdmit(app: FastifyInstance, { access, namespace: fallback }: AdmissionRules): Admit {
  const authenticate = createAuthenticate(access);
  const countStranger = createRateLimit(app, { max: LIMITS.strangersPerAddress });
  const countCaller = createRateLimit(app, {
    max: LIMITS.perCaller,
    keyGenerator: ({ codecAdmission }) => codecAdmission?.caller?.name ?? '',
  });
  const holdTo = async (count: RateLimit, request: FastifyRequest) => {
    const secondsToWait = await count(request);
    if (secondsToWait === undefined) return;
    throw new Refusal(429, 'Too many requests. Wait as Retry-After says.', { 'Retry-After': String(secondsToWait) });
  };
  return async (request, operation) => {
    const { headers } = request;
    const params = request.params as { namespace?: string };
    if (params.namespace === '') throw noSuchPath();
    const admission: Partial<Admission> = { operation };
    request.codecAdmission = admission;
    try {
      admission.caller = await authenticate(headers.authorization);
    } catch (refusal) {
      await holdTo(countStranger, request);
      throw refusal;
    }
    await holdTo(countCaller, request);
    const { namespace = String(headers['x-namespace'] ?? '') || fallback } = params;
    if (!NAMESPACE.test(namespace)) throw new Refusal(400, 'The namespace must be a text of 1 to 1000 characters.');
    admission.namespace = namespace;
    if (operation === 'decode' && !admission.caller.mayDecode) {
      throw new Refusal(403, 'This token may encode, and not decode.');
    }
  };
}

/**
 * Without authentication the header Host must name this machine. A page from the internet whose host name resolves to a
 * loopback address sends its own name there.
 *
 * @throws Refusal 403
 */
export function requireLoopbackHost({ host = '' }: FastifyRequest['headers']): void {
  const [, name = ''] = /^(\[[^\]]*\]|[^:]*)(?::\d{1,5})?$/.exec(host) ?? [];
  if (isLoopback(name)) return;
  throw new Refusal(403, 'Without authentication this server answers to loopback host names alone.');
}

/** @throws Refusal 403 for a page of an origin that is not allowed, with any token */
export function requireAllowedOrigin({ origin }: FastifyRequest['headers'], allowed: readonly string[]): void {
  if (origin === undefined || allowed.includes(origin)) return;
  throw new Refusal(403, 'Pages of this origin may not call.');
}

export function noSuchPath(): Refusal {
  return new Refusal(404, 'There are /encode and /decode, also under /{namespace}.');
}
