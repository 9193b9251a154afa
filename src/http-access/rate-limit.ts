import type { CreateRateLimitOptions } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** The limits count anew each minute, and each remembers so many keys; the least recently used is forgotten first. */
const COUNTING = { timeWindow: 60_000, cache: 50_000 };

/** Counts a request. Returns the seconds to wait where it is over the limit, else `undefined`. */
export type RateLimit = (request: FastifyRequest) => Promise<number | undefined>;

/**
 * Limits requests a minute by a key of theirs: the caller's address (an IPv6 network of 64 bits) where no `keyGenerator`
 * is given. The server must have `@fastify/rate-limit`.
 */
export function createRateLimit(
  app: FastifyInstance,
  options: Pick<CreateRateLimitOptions, 'max' | 'keyGenerator'>,
): RateLimit {
  const count = app.createRateLimit({ ...COUNTING, ...options });
  return async (request) => {
    const counted = await count(request);
    return !counted.isAllowed && counted.isExceeded ? counted.ttlInSeconds : undefined;
  };
}
