import type { FastifyBaseLogger } from 'fastify';
import type { OnboardingAddress } from '../../contract/onboarding-id.js';
import { loggableId } from '../onboarding-address.js';
import type { Caller } from './caller.js';

/** Why somebody was not let in. */
export type Refusal = 'notAuthenticated' | 'notAllowed' | 'addressLimit' | 'callerLimit' | 'onboardingLimit';

export interface Decision {
  operation: string;
  caller: Caller | undefined;
  onboarding: OnboardingAddress | undefined;
  refusal?: Refusal;
}

/** Writes one line for each decision about access: who, what, which onboarding; nothing personal, no credential. */
export function auditDecision(logger: FastifyBaseLogger, { operation, caller, onboarding, refusal }: Decision): void {
  logger.info(
    {
      audit: refusal === undefined ? 'allowed' : 'refused',
      operation,
      ...(refusal !== undefined && { refusal }),
      ...(caller !== undefined && { role: caller.role, caller: caller.name }),
      ...(onboarding !== undefined && { onboarding: loggableId(onboarding) }),
    },
    'access decided',
  );
}
