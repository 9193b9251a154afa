import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { OnboardingAddress } from '../../contract/onboarding-id.js';
import type { Caller } from './caller.js';

/** Why a request was refused. */
export type Refusal =
  'notAuthenticated' | 'keysUnavailable' | 'notAllowed' | 'addressLimit' | 'callerLimit' | 'onboardingLimit';

/** What the checks of a request have found so far. */
export interface Admission {
  operation: string;
  /** Absent for calls that are about no single onboarding. */
  onboarding?: OnboardingAddress | undefined;
  /** Absent for an unknown caller, and where no credential is needed. */
  caller?: Caller;
  /** Absent for an admitted request. */
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
