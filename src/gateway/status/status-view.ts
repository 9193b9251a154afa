import { createHash } from 'node:crypto';
import type { OnboardingStatus } from '../../contract/status.js';
import type { Role } from '../access/caller.js';

type Attention = NonNullable<OnboardingStatus['attention']>;

/** A status as HTTP callers get it: only those who can mend a fault are told its reason and cause. */
export type ShownStatus = Omit<OnboardingStatus, 'attention'> & {
  attention?: Omit<Attention, 'reason' | 'cause'> & Partial<Pick<Attention, 'reason' | 'cause'>>;
};

/** What is seen of one onboarding, ready to be answered with. */
export interface StatusView {
  status: OnboardingStatus;
  /** Stands for exactly this status, on every gateway; without the quotes of an ETag. */
  tag: string;
  /** Nothing will change any more. */
  hasEnded: boolean;
}

/**
 * Makes the view of a status. An onboarding that was ended from outside (terminated, timed out) could not say so itself:
 * it is shown as closed, with nothing left to wait for.
 */
export function viewOf(status: OnboardingStatus, hasEnded: boolean): StatusView {
  const shown = hasEnded && status.stage !== 'closed' ? endedFromOutside(status) : status;
  const tag = createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 22);
  return { status: shown, tag, hasEnded };
}

/** The status for a caller of this role. */
export function statusFor(role: Role | undefined, { status }: StatusView): ShownStatus {
  if (role !== 'page' || status.attention === undefined) return status;
  const { reason: _reason, cause: _cause, ...attention } = status.attention;
  return { ...status, attention };
}

function endedFromOutside({ otp: _otp, attention: _attention, ...status }: OnboardingStatus): OnboardingStatus {
  return { ...status, stage: 'closed' };
}
