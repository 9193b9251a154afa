import { OnboardingClosed } from '../../client/errors.js';
import type { OtpFate, OtpVerification } from '../../contract/otp.js';
import type { OnboardingOutcome } from '../../contract/result.js';
import type { OnboardingStatus } from '../../contract/status.js';
import type { RunAddress } from '../../contract/onboarding-id.js';
import type { StatusCache } from './status-cache.js';
import type { StatusView } from './status-view.js';
import { withAnySignal } from '../with-any-signal.js';

/** What an outcome says about the OTP that was being tried. */
const FATES: Record<Exclude<OnboardingOutcome, 'otpAttemptsExhausted'>, OtpFate> = {
  registered: 'registered',
  alreadyRegistered: 'registered',
  rejected: 'rejected',
  otpExpired: 'unconfirmed',
};

/** Stages in which an OTP is tried, or stands in line. */
const TRYING: readonly OnboardingStatus['stage'][] = ['checking', 'registering'];

export interface FateWait {
  /** Until when to wait, in ms since 1970. */
  deadlineMs: number;
  /** Ends the waiting early. */
  stopping: AbortSignal;
  /** How many OTPs iServeU may still refuse, as far as is known when the wait begins. */
  attemptsLeft: number;
}

/**
 * What becomes of the OTP that is being tried now, as the status tells it; nothing where that is not known in time. For
 * a second tap, another tab, or a page that was loaded again while its code was on its way.
 */
export async function waitForFate(
  statuses: StatusCache,
  run: RunAddress,
  { deadlineMs, stopping, attemptsLeft: attemptsLeftBefore }: FateWait,
): Promise<OtpVerification | undefined> {
  // A listener is first told what was seen last, which must not be from before the OTP.
  await statuses.read(run);
  let attemptsLeft = attemptsLeftBefore;
  const settled = await untilView(statuses, run, { deadlineMs, stopping }, ({ status, hasEnded }) => {
    attemptsLeft = status.otp?.attemptsLeft ?? attemptsLeft;
    return hasEnded || status.outcome !== undefined || !TRYING.includes(status.stage);
  });
  if (settled === undefined) return undefined;
  const { outcome, otp } = settled.status;
  if (outcome === 'otpAttemptsExhausted') return { result: 'refused', attemptsLeft: 0 };
  if (outcome !== undefined) return { result: FATES[outcome], attemptsLeft };
  if (settled.hasEnded) throw new OnboardingClosed(run.workflowId);
  const problem = otp?.lastProblem;
  return problem === 'refused' || problem === 'unconfirmed' ? { result: problem, attemptsLeft } : undefined;
}

/** The first view that fits; nothing where none came in time. */
async function untilView(
  statuses: StatusCache,
  run: RunAddress,
  { deadlineMs, stopping }: Pick<FateWait, 'deadlineMs' | 'stopping'>,
  fits: (view: StatusView) => boolean,
): Promise<StatusView | undefined> {
  const timeOut = AbortSignal.timeout(Math.max(0, deadlineMs - Date.now()));
  let stopListening = (): void => undefined;
  try {
    return await withAnySignal([stopping, timeOut], (signal) => {
      return new Promise<StatusView | undefined>((resolve) => {
        const giveUp = () => {
          resolve(undefined);
        };
        signal.addEventListener('abort', giveUp);
        if (signal.aborted) giveUp();
        stopListening = statuses.listen(run, {
          view: (view) => {
            if (fits(view)) resolve(view);
          },
          end: giveUp,
        });
      });
    });
  } finally {
    stopListening();
  }
}
