import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createRateLimit, type RateLimit } from '../../http-access/rate-limit.js';
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
  /** OTPs and resends for one onboarding, from all callers together: what a guesser of OTPs can try. */
  otpsPerOnboarding: number;
}

export const DEFAULT_LIMITS: GatewayLimits = {
  perAddress: 12_000,
  perCaller: { backend: 30_000, operator: 30_000, page: 1_200 },
  perOnboarding: 12_000,
  otpsPerOnboarding: 20,
};

/** The limits of one server. All but `address` want a request whose {@link Admission} is known. */
export type RateLimits = Record<'address' | 'caller' | 'onboarding' | 'otps', RateLimit>;

/** Makes the limits of a server, which must have `@fastify/rate-limit`. */
export function createRateLimits(app: FastifyInstance, limits: GatewayLimits): RateLimits {
  return {
    address: createRateLimit(app, { max: limits.perAddress }),
    caller: createRateLimit(app, {
      max: (request) => limits.perCaller[callerOf(request).role],
      keyGenerator: (request) => callerOf(request).limitKey,
    }),
    onboarding: createRateLimit(app, { max: limits.perOnboarding, keyGenerator: onboardingKey }),
    otps: createRateLimit(app, { max: limits.otpsPerOnboarding, keyGenerator: onboardingKey }),
  };
}

/** Includes the run: the holder of a token of an earlier onboarding must not use up the limit of today's. */
function onboardingKey(request: FastifyRequest): string {
  const { workflowId = '', runId = '' } = request.admission?.onboarding ?? {};
  return `${workflowId}.${runId}`;
}
