import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { OnboardingAddress } from '../../contract/onboarding-id.js';
import type { Caller } from './caller.js';

/** What is known about a request once its caller may make it. */
export interface Admission {
  caller: Caller;
  /** Absent for calls that are about none. */
  onboarding: OnboardingAddress | undefined;
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

/** The admission of a request whose caller is known. */
export function admissionOf({ admission }: FastifyRequest): Admission {
  if (admission === null) throw new TypeError('The caller of this request is not known yet');
  return admission;
}
