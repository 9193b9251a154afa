import type { FastifyRequest } from 'fastify';
import { IssuerKeysUnavailable } from '../../http-access/issuer-keys.js';
import type { RateLimit } from '../../http-access/rate-limit.js';
import type { GatewayMetrics } from '../metrics.js';
import type { OnboardingAddress } from '../../contract/onboarding-id.js';
import { Problem } from '../problems/problem.js';
import type { ProblemName } from '../problems/problem-types.js';
import type { Admission, Refusal } from './admission.js';
import type { Authenticate } from './authenticate.js';
import type { Caller, Role } from './caller.js';
import type { RateLimits } from './rate-limits.js';

/** What one operation asks of its callers. */
export interface EntryRule {
  operation: string;
  roles: readonly Role[];
  /** Whether it takes OTPs, or has OTPs sent. */
  isAboutOtps: boolean;
}

const PROBLEMS: Record<Refusal, ProblemName> = {
  notAuthenticated: 'not-authenticated',
  keysUnavailable: 'keys-unavailable',
  notAllowed: 'not-allowed',
  addressLimit: 'too-many-requests',
  callerLimit: 'too-many-requests',
  onboardingLimit: 'too-many-requests',
};

/**
 * Lets requests in or not, before their body is read and before anything is asked of Temporal: an answer to a caller who
 * is not let in cannot tell whether an onboarding exists.
 */
export class Gatekeeper {
  constructor(
    private readonly authenticate: Authenticate,
    private readonly limits: RateLimits,
    private readonly metrics: GatewayMetrics,
  ) {}

  /** @throws Problem where the request is refused */
  async admit(request: FastifyRequest, rule: EntryRule, onboarding: OnboardingAddress | undefined): Promise<void> {
    const admission: Admission = { operation: rule.operation, onboarding };
    request.admission = admission;
    admission.caller = await this.authenticated(request);
    if (!mayCall(admission.caller, rule.roles, onboarding)) this.refuse(request, 'notAllowed');
    await this.holdTo('callerLimit', this.limits.caller, request);
    if (onboarding === undefined) return;
    await this.holdTo('onboardingLimit', this.limits.onboarding, request);
    if (rule.isAboutOtps) await this.holdTo('onboardingLimit', this.limits.otps, request);
  }

  /** Admits any caller within the limit of its address, to answers that are the same for all. @throws Problem */
  async admitAnybody(request: FastifyRequest, operation: string): Promise<void> {
    request.admission = { operation };
    await this.holdTo('addressLimit', this.limits.address, request);
  }

  /** A known caller never counts under its address, where others could lock it out. */
  private async authenticated(request: FastifyRequest): Promise<Caller> {
    let refusal: Refusal = 'notAuthenticated';
    let headers: Record<string, string> = { 'WWW-Authenticate': 'Bearer' };
    try {
      const caller = await this.authenticate(request.headers.authorization);
      if (caller !== undefined) return caller;
    } catch (error) {
      if (!(error instanceof IssuerKeysUnavailable)) throw error;
      refusal = 'keysUnavailable';
      headers = error.headers;
    }
    await this.holdTo('addressLimit', this.limits.address, request);
    this.refuse(request, refusal, headers);
  }

  private async holdTo(refusal: Refusal, limit: RateLimit, request: FastifyRequest): Promise<void> {
    const secondsToWait = await limit(request);
    if (secondsToWait !== undefined) this.refuse(request, refusal, { 'Retry-After': String(secondsToWait) });
  }

  private refuse(request: FastifyRequest, refusal: Refusal, headers: Record<string, string> = {}): never {
    if (request.admission !== null) request.admission.refusal = refusal;
    this.metrics.refusals.inc({ refusal });
    throw new Problem(PROBLEMS[refusal], { headers });
  }
}

/** The operation names its roles; the holder of an OTP token may call only for the run that the token names. */
function mayCall(caller: Caller, roles: readonly Role[], onboarding: OnboardingAddress | undefined): boolean {
  if (!roles.includes(caller.role)) return false;
  if (caller.role !== 'page') return true;
  // A bare workflow id means the newest run, which a token of an earlier one must not open.
  const { workflowId, runId } = caller.onboarding;
  return onboarding?.workflowId === workflowId && onboarding.runId === runId;
}
