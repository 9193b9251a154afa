import type { FastifyRequest } from 'fastify';
import { IssuerKeysUnavailable } from '../../http-access/issuer-keys.js';
import type { GatewayMetrics } from '../metrics.js';
import type { OnboardingAddress } from '../../contract/onboarding-id.js';
import { Problem } from '../problems/problem.js';
import type { ProblemName } from '../problems/problem-types.js';
import { auditDecision, type Refusal } from './audit.js';
import type { Authenticate } from './authenticate.js';
import type { Caller, Role } from './caller.js';
import type { RateLimits } from './rate-limits.js';

/** What one operation asks of its callers. */
export interface EntryRule {
  operation: string;
  roles: readonly Role[];
  /** Whether it takes codes, or has codes sent. */
  isAboutCodes: boolean;
}

const PROBLEMS: Record<Refusal, ProblemName> = {
  notAuthenticated: 'not-authenticated',
  notAllowed: 'not-allowed',
  addressLimit: 'too-many-requests',
  callerLimit: 'too-many-requests',
  onboardingLimit: 'too-many-requests',
};

/**
 * Lets requests in or not, before their body is read and before anything is asked of Temporal: an answer to somebody who
 * is not let in cannot tell whether an onboarding exists.
 */
export class Gatekeeper {
  constructor(
    private readonly authenticate: Authenticate,
    private readonly limits: RateLimits,
    private readonly metrics: GatewayMetrics,
  ) {}

  /** @throws Problem where the request is not let in */
  async admit(request: FastifyRequest, rule: EntryRule, onboarding: OnboardingAddress | undefined): Promise<void> {
    const { operation } = rule;
    await this.holdTo('addressLimit', this.limits.address, request, { operation, onboarding });

    const caller = await this.callerOf(request);
    if (caller === undefined) this.refuse(request, 'notAuthenticated', { operation, onboarding });
    request.admission = { caller, onboarding };
    if (!mayCall(caller, rule.roles, onboarding)) this.refuse(request, 'notAllowed', { operation, onboarding });

    await this.holdTo('callerLimit', this.limits.caller, request, { operation, onboarding });
    if (onboarding !== undefined) {
      await this.holdTo('onboardingLimit', this.limits.onboarding, request, { operation, onboarding });
      if (rule.isAboutCodes) {
        await this.holdTo('onboardingLimit', this.limits.codes, request, { operation, onboarding });
      }
    }
    auditDecision(request.log, { operation, caller, onboarding });
  }

  private async callerOf({ headers }: FastifyRequest): Promise<Caller | undefined> {
    try {
      return await this.authenticate(headers.authorization);
    } catch (cause) {
      if (cause instanceof IssuerKeysUnavailable)
        throw new Problem('keys-unavailable', { cause, headers: cause.headers });
      throw cause;
    }
  }

  /** Lets anybody in who does not ask too often, for what is the same for everybody. @throws Problem */
  async admitAnybody(request: FastifyRequest, operation: string): Promise<void> {
    await this.holdTo('addressLimit', this.limits.address, request, { operation, onboarding: undefined });
  }

  private async holdTo(
    refusal: Refusal,
    limit: RateLimits[keyof RateLimits],
    request: FastifyRequest,
    about: { operation: string; onboarding: OnboardingAddress | undefined },
  ): Promise<void> {
    const secondsToWait = await limit(request);
    if (secondsToWait !== undefined) this.refuse(request, refusal, about, { 'Retry-After': String(secondsToWait) });
  }

  private refuse(
    request: FastifyRequest,
    refusal: Refusal,
    about: { operation: string; onboarding: OnboardingAddress | undefined },
    headers: Record<string, string> = {},
  ): never {
    auditDecision(request.log, { ...about, caller: request.admission?.caller, refusal });
    this.metrics.refusals.inc({ refusal });
    const challenge = refusal === 'notAuthenticated' && { 'WWW-Authenticate': 'Bearer' };
    throw new Problem(PROBLEMS[refusal], { headers: { ...headers, ...challenge } });
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
