import type { CreateRateLimitOptions } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { callerOf } from './admission.js';
import type { Role } from './caller.js';

/** How many requests this process admits within a minute. */
export interface GatewayLimits {
  /**
   * Without a valid credential, from one IPv4 address or IPv6 /64 network. Known callers are counted by themselves, so
   * that a stranger behind the same address cannot lock them out.
   */
  perAddress: number;
  /** By one API key name, JWT subject or OTP token. */
  perCaller: Readonly<Record<Role, number>>;
  /** About one onboarding, from all callers together. */
  perOnboarding: number;
  /** Codes and resends for one onboarding, from all callers together: what a guesser of codes can try. */
  codesPerOnboarding: number;
}

export const DEFAULT_LIMITS: GatewayLimits = {
  perAddress: 12_000,
  perCaller: { backend: 30_000, operator: 30_000, page: 1_200 },
  perOnboarding: 12_000,
  codesPerOnboarding: 20,
};

const WINDOW_MS = 60_000;
/** How many keys each limit remembers; the least recently used is forgotten first. */
const MEMORY = { cache: 50_000 };

/** Counts a request. Returns the seconds to wait where it is over the limit, else `undefined`. */
type Limit = (request: FastifyRequest) => Promise<number | undefined>;

/** The limits of one server. All but `address` want a request whose {@link Admission} is known. */
export interface RateLimits {
  address: Limit;
  caller: Limit;
  onboarding: Limit;
  codes: Limit;
}

/** Makes the limits on top of `@fastify/rate-limit`, which must be registered. */
export function createRateLimits(app: FastifyInstance, limits: GatewayLimits): RateLimits {
  const limit = (options: CreateRateLimitOptions): Limit => {
    const count = app.createRateLimit({ timeWindow: WINDOW_MS, ...MEMORY, ...options });
    return async (request) => {
      const counted = await count(request);
      return !counted.isAllowed && counted.isExceeded ? counted.ttlInSeconds : undefined;
    };
  };
  return {
    address: limit({ max: limits.perAddress }),
    caller: limit({
      max: (request) => limits.perCaller[callerOf(request).role],
      keyGenerator: (request) => callerOf(request).limitKey,
    }),
    onboarding: limit({ max: limits.perOnboarding, keyGenerator: onboardingKey }),
    codes: limit({ max: limits.codesPerOnboarding, keyGenerator: onboardingKey }),
  };
}

/** Includes the run: the holder of a token of an earlier onboarding must not use up the limit of today's. */
function onboardingKey(request: FastifyRequest): string {
  const { workflowId = '', runId = '' } = request.admission?.onboarding ?? {};
  return `${workflowId}.${runId}`;
}
