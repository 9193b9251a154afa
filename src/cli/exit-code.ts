import { CommanderError } from 'commander';
import {
  InvalidRequest,
  OnboardingClosed,
  OnboardingFailed,
  OnboardingNotFound,
  OnboardingStillOpen,
  OtpNotAccepted,
  VerificationTimedOut,
} from '../client/errors.js';
import { EnvironmentError } from '../config/environment.js';
import type { OnboardingOutcome } from '../contract/result.js';
import { UsageError } from './usage-error.js';

/** What scripts rely on; `docs/cli.md` and `--help` name the same numbers. */
export const ExitCode = {
  /** Done; for `result` and `watch`: the customer is registered. */
  done: 0,
  /** The onboarding ended otherwise, the OTP or message was not taken, or `check` found something wrong. */
  no: 1,
  /** The command line, the request or the environment is wrong; nothing was sent. */
  usage: 2,
  notFound: 3,
  /** The wait ended first: the onboarding is still open, or the OTP has no answer yet. */
  stillOpen: 4,
  /** Temporal or its workers do not answer, or another technical fault. */
  fault: 5,
  /** Ended by Ctrl-C, as shells count it. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** For `--help`. */
export const EXIT_CODES_HELP = `
Exit codes:
  0    done; for result and watch: registered or alreadyRegistered
  1    the onboarding ended otherwise, the OTP or message was not taken, or check found something wrong
  2    the command line, the request or the environment is wrong
  3    no such onboarding
  4    still open, or the OTP unanswered, when the wait ended
  5    Temporal or its workers do not answer, or another technical fault
  130  ended by Ctrl-C`;

export function exitCodeOfError(error: unknown): ExitCode {
  if (error instanceof UsageError || error instanceof CommanderError) return ExitCode.usage;
  if (error instanceof InvalidRequest || error instanceof EnvironmentError) return ExitCode.usage;
  if (error instanceof OnboardingNotFound) return ExitCode.notFound;
  if (error instanceof OnboardingStillOpen || error instanceof VerificationTimedOut) return ExitCode.stillOpen;
  if (error instanceof OtpNotAccepted || error instanceof OnboardingClosed) return ExitCode.no;
  if (error instanceof OnboardingFailed) return ExitCode.no;
  return ExitCode.fault;
}

export function exitCodeOfOutcome(outcome: OnboardingOutcome | undefined): ExitCode {
  return outcome === 'registered' || outcome === 'alreadyRegistered' ? ExitCode.done : ExitCode.no;
}
