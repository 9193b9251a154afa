import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { OnboardingAddress } from '../../contract/onboarding-id.js';
import type { Caller } from './caller.js';

/** Why a request was not let in. */
export type Refusal =
  'notAuthenticated' | 'keysUnavailable' | 'notAllowed' | 'addressLimit' | 'callerLimit' | 'onboardingLimit';

/** What is known about a request, as far as its checks have come. */
export interface Admission {
  operation: string;
  /** Absent for calls that are about none. */
  onboarding?: OnboardingAddress | undefined;
  /** Absent for callers that are not known, and where anybody may call. */
  caller?: Caller;
  /** Absent where the request was let in. */
  refusal?: Refusal;
}

declare module 'fastify' {
  interface FastifyRequest {
    admission: Admission | null;
  }
}

/** Makes room for the admission at every request of a server. */
export function decorateWithAdmission(app: FastifyInstance): void {
  app.decorateRequest('admission', null);
}

/** The caller of a request that is past authentication. */
export function callerOf({ admission }: FastifyRequest): Caller {
  if (admission?.caller === undefined) throw new TypeError('The caller of this request is not known yet');
  return admission.caller;
}
