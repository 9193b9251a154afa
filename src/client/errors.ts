import type { FieldProblem } from '../contract/request.js';
import { SafeError } from '../contract/safe-error.js';
import { describeProblems } from '../contract/validate-request.js';

/**
 * Base of every error that the client throws on purpose. `type` is stable and made to be switched on; messages are for
 * people and hold no personal data; `cause` is Temporal's own error, where there is one.
 */
export abstract class OnboardingError extends SafeError {
  abstract readonly type: string;

  override get name(): string {
    return this.type;
  }
}

/** The request breaks the contract. Thrown before anything is sent, and for a workflow that ended because of it. */
export class InvalidRequest extends OnboardingError {
  readonly type = 'InvalidRequest';

  constructor(
    /** Every wrong field and the form it must have, never its value. */
    readonly problems: readonly FieldProblem[],
    options?: ErrorOptions,
  ) {
    super(`The request is not valid: ${describeProblems(problems)}.`, options);
  }
}

/** No onboarding has this id, or it ended longer ago than the namespace keeps histories. */
export class OnboardingNotFound extends OnboardingError {
  readonly type = 'OnboardingNotFound';

  constructor(
    readonly workflowId: string,
    options?: ErrorOptions,
  ) {
    super(
      `There is no onboarding ${printableId(workflowId)}: the id is wrong, or the onboarding ended longer ago than ` +
        'the namespace keeps histories.',
      options,
    );
  }
}

/** The onboarding has ended, so nothing can be sent to it any more; `result` tells how it ended. */
export class OnboardingClosed extends OnboardingError {
  readonly type = 'OnboardingClosed';

  constructor(
    readonly workflowId: string,
    options?: ErrorOptions,
  ) {
    super(`Onboarding ${printableId(workflowId)} has ended; ask for its result.`, options);
  }
}

/** This idempotency key came with another request before; a new request needs a new key. */
export class IdempotencyKeyReused extends OnboardingError {
  readonly type = 'IdempotencyKeyReused';

  constructor(options?: ErrorOptions) {
    super('This idempotency key was used with another request; give each request a key of its own.', options);
  }
}

/** The customer has an open onboarding that was not started with this idempotency key; nothing was started. */
export class AnotherOnboardingOpen extends OnboardingError {
  readonly type = 'AnotherOnboardingOpen';

  constructor(
    readonly workflowId: string,
    readonly runId: string,
    options?: ErrorOptions,
  ) {
    super('The customer has an open onboarding that was not started with this idempotency key.', options);
  }
}

/** Why an OTP was not taken: its form, iServeU has refused it before, or no OTP is awaited now. */
export type OtpRefusal = 'malformed' | 'repeated' | 'outOfPlace';

const OTP_REFUSALS: Record<OtpRefusal, string> = {
  malformed: 'The OTP was not taken: it does not have the awaited number of digits, or holds something else.',
  repeated: 'The OTP was not taken: iServeU has refused it before. Send the newest OTP.',
  outOfPlace: 'The OTP was not taken: this onboarding awaits no OTP at this point.',
};

/** The OTP was not taken; it cost no attempt. */
export class OtpNotAccepted extends OnboardingError {
  readonly type = 'OtpNotAccepted';

  constructor(
    readonly problem: OtpRefusal,
    options?: ErrorOptions,
  ) {
    super(OTP_REFUSALS[problem], options);
  }
}

/**
 * The fate of the OTP was not known before the deadline: no worker took it, or iServeU is slow. The OTP may still be
 * tried. Asking again with the same `updateId` waits for the same answer and tries nothing twice.
 */
export class VerificationTimedOut extends OnboardingError {
  readonly type = 'VerificationTimedOut';

  constructor(
    readonly workflowId: string,
    readonly updateId: string,
    /** Whether a worker has taken the OTP, so that it is kept and will be tried; false where that is unknown. */
    readonly accepted = false,
    options?: ErrorOptions,
  ) {
    super(
      'No answer to the OTP came in time. It may still be tried: ask again with the same updateId, or read the status.',
      options,
    );
  }
}

/** The onboarding did not end in the time given to wait for its result. */
export class OnboardingStillOpen extends OnboardingError {
  readonly type = 'OnboardingStillOpen';

  constructor(
    readonly workflowId: string,
    options?: ErrorOptions,
  ) {
    super(`Onboarding ${printableId(workflowId)} is still open.`, options);
  }
}

/** The onboarding ended without an outcome; the subclasses say why. */
export abstract class OnboardingFailed extends OnboardingError {}

/** A step stayed faulty for longer than its give-up time. */
export class OnboardingAbandoned extends OnboardingFailed {
  readonly type = 'OnboardingAbandoned';

  /** @param why the workflow's own words: what was faulty for how long, and what to do */
  constructor(why: string, options?: ErrorOptions) {
    super(`Onboarding abandoned: ${why}.`, options);
  }
}

/** Somebody asked for the cancellation. */
export class OnboardingCancelled extends OnboardingFailed {
  readonly type = 'OnboardingCancelled';

  constructor(options?: ErrorOptions) {
    super('The onboarding was cancelled.', options);
  }
}

/** An operator or a workflow timeout ended the onboarding from outside; whether the customer is registered is unknown. */
export class OnboardingTerminated extends OnboardingFailed {
  readonly type = 'OnboardingTerminated';

  constructor(options?: ErrorOptions) {
    super(
      'The onboarding was ended from outside (terminated or timed out), so it is unknown whether the customer is ' +
        'registered. Start a new onboarding to find out.',
      options,
    );
  }
}

/** The workflow failed in a way that the contract does not know; its history in Temporal Web tells more. */
export class OnboardingBroken extends OnboardingFailed {
  readonly type = 'OnboardingBroken';

  constructor(options?: ErrorOptions) {
    super('The onboarding failed in an unforeseen way; its history in Temporal Web tells more.', options);
  }
}

/** The status is computed by a worker, and none has answered: none runs, or all are busy. */
export class NoWorkerAnswered extends OnboardingError {
  readonly type = 'NoWorkerAnswered';

  constructor(options?: ErrorOptions) {
    super('No worker answered in time: check that an onboarding worker runs on the task queue.', options);
  }
}

/** The server runs one batch at a time in a namespace, and one is running. */
export class BatchAlreadyRunning extends OnboardingError {
  readonly type = 'BatchAlreadyRunning';

  constructor(options?: ErrorOptions) {
    super('Another batch is running in this namespace, and the server runs one at a time; try again later.', options);
  }
}

/** Temporal cannot be reached, or did not answer in time. The call may have taken effect. */
export class TemporalUnavailable extends OnboardingError {
  readonly type = 'TemporalUnavailable';

  constructor(why: string, options?: ErrorOptions) {
    super(`Temporal did not answer (${why}); try again.`, options);
  }
}

/** Temporal refused the call: the set-up, the permissions or the namespace are wrong. Trying again does not help. */
export class TemporalRefused extends OnboardingError {
  readonly type = 'TemporalRefused';

  constructor(why: string, options?: ErrorOptions) {
    super(`Temporal refused the call: ${why}.`, options);
  }
}

/** An answer is there and cannot be read, because it was written with payload keys that this process does not have. */
export class AnswerUnreadable extends OnboardingError {
  readonly type = 'AnswerUnreadable';

  /** @param why names the key, where the answer says which one it needs */
  constructor(why?: string, options?: ErrorOptions) {
    super(why ?? 'The answer cannot be read with the payload keys of this process.', options);
  }
}

/** An id of the contract's form is safe to print; any other text may be a mobile number in the wrong place. */
function printableId(workflowId: string): string {
  return /^onboarding-[0-9a-f]{32}$/.test(workflowId) ? workflowId : 'of the given id';
}
