import {
  ApplicationFailure,
  CancelledFailure,
  isGrpcServiceError,
  NamespaceNotFoundError,
  QueryNotRegisteredError,
  TerminatedFailure,
  TimeoutFailure,
  ValueError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { FailureType } from '../contract/names.js';
import type { FieldProblem } from '../contract/request.js';
import { PayloadDecryptionFailed } from '../encryption/payload-decryption-failed.js';
import {
  AnswerUnreadable,
  InvalidRequest,
  OnboardingAbandoned,
  OnboardingBroken,
  OnboardingCancelled,
  OnboardingClosed,
  OnboardingNotFound,
  OnboardingTerminated,
  OtpNotAccepted,
  TemporalRefused,
  TemporalUnavailable,
  type OnboardingError,
  type OtpRefusal,
} from './errors.js';

/** gRPC status codes after which the same call may succeed; the numbers are gRPC's own. */
const TRANSIENT_CODES = new Map([
  [1, 'the call was cut off'],
  [2, 'an unknown fault'],
  [4, 'the deadline passed'],
  [8, 'too many calls at a time'],
  [10, 'the call was aborted'],
  [13, 'an internal fault'],
  [14, 'it cannot be reached'],
  [15, 'data was lost'],
]);
const CANCELLED = 1;
const DEADLINE_EXCEEDED = 4;
const NOT_FOUND = 5;
const FAILED_PRECONDITION = 9;
const NO_SEARCH_ATTRIBUTES = 'the namespace lacks search attributes; `onboarding setup` registers them';
const NO_NAMESPACE = 'the namespace does not exist; `temporal operator namespace create` makes one';

const OTP_REFUSALS = new Map<string, OtpRefusal>([
  [FailureType.OtpMalformed, 'malformed'],
  [FailureType.OtpRepeated, 'repeated'],
  [FailureType.OtpOutOfPlace, 'outOfPlace'],
]);

/**
 * What an error of the Temporal client means to a caller. An error that is not Temporal's is given back as it is.
 *
 * @param workflowId the onboarding that the call was about; absent for calls about none or many
 */
export function fromTemporalError(error: unknown, workflowId = ''): unknown {
  if (error instanceof WorkflowNotFoundError) return new OnboardingNotFound(workflowId, { cause: error });
  if (error instanceof WorkflowFailedError) return endOfOnboarding(error.cause, error);
  if (error instanceof WorkflowUpdateFailedError) return refusedUpdate(error, workflowId);
  if (error instanceof NamespaceNotFoundError) return new TemporalRefused(NO_NAMESPACE, { cause: error });
  if (error instanceof QueryNotRegisteredError) {
    const why = 'the workflow gave no status; it is no onboarding, or its worker runs another version';
    return new TemporalRefused(why, { cause: error });
  }
  // The SDK wraps what its decoder throws here and there, and here and there it does not.
  const unreadable = causes(error).find((each) => each instanceof ValueError);
  if (unreadable !== undefined) {
    const why = unreadable instanceof PayloadDecryptionFailed ? unreadable.message : undefined;
    return new AnswerUnreadable(why, { cause: error });
  }
  const fault = grpcFault(error);
  if (fault === undefined) return error;
  const transient = TRANSIENT_CODES.get(fault.code);
  if (transient !== undefined) return new TemporalUnavailable(transient, { cause: error });
  // What is about a workflow has an error class of its own, so only the namespace is left to be missing.
  if (fault.code === NOT_FOUND) return new TemporalRefused(NO_NAMESPACE, { cause: error });
  return new TemporalRefused(serverWords(fault.details), { cause: error });
}

/**
 * Whether a call was ended by its deadline. The SDK reports that as DEADLINE_EXCEEDED or as CANCELLED, whichever end of
 * the connection noticed first.
 */
export function isDeadlineOver(error: unknown): boolean {
  const grpcCode = grpcFault(error)?.code;
  return grpcCode === DEADLINE_EXCEEDED || grpcCode === CANCELLED;
}

/** gRPC FAILED_PRECONDITION: for a query, no worker has taken the workflow up yet. */
export function isFailedPrecondition(error: unknown): boolean {
  return grpcFault(error)?.code === FAILED_PRECONDITION;
}

function endOfOnboarding(failure: Error | undefined, cause: Error): OnboardingError {
  const options = { cause };
  if (failure instanceof CancelledFailure) return new OnboardingCancelled(options);
  if (failure instanceof TerminatedFailure || failure instanceof TimeoutFailure) {
    return new OnboardingTerminated(options);
  }
  if (failure instanceof ApplicationFailure) {
    if (failure.type === FailureType.OnboardingAbandoned) {
      return new OnboardingAbandoned(failure.message, options);
    }
    if (failure.type === FailureType.InvalidRequest) return new InvalidRequest(problemsIn(failure.details), options);
  }
  return new OnboardingBroken(options);
}

function refusedUpdate(error: WorkflowUpdateFailedError, workflowId: string): OnboardingError {
  const { type } = error.cause instanceof ApplicationFailure ? error.cause : {};
  const refusal = OTP_REFUSALS.get(type ?? '');
  if (refusal !== undefined) return new OtpNotAccepted(refusal, { cause: error });
  // Any other failure of an update means that the workflow ended, by itself or from outside, with the OTP untried.
  return new OnboardingClosed(workflowId, { cause: error });
}

function problemsIn(details: readonly unknown[] | null | undefined): FieldProblem[] {
  return (details ?? []).flat().filter(isFieldProblem);
}

function isFieldProblem(value: unknown): value is FieldProblem {
  if (typeof value !== 'object' || value === null) return false;
  const { field, problem } = value as Partial<Record<keyof FieldProblem, unknown>>;
  return typeof field === 'string' && typeof problem === 'string';
}

/** The answer of gRPC that an error stems from, where it does. */
function grpcFault(error: unknown): { code: number; details: string } | undefined {
  return causes(error).find(isGrpcServiceError);
}

/** An error and its causes, outermost first. */
function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let each = error; each instanceof Error && chain.length < 10; each = each.cause) chain.push(each);
  return chain;
}

/** The server's words about a call that it refused, in one line and short. */
function serverWords(details: string): string {
  if (/search attribute/i.test(details)) return NO_SEARCH_ATTRIBUTES;
  return details.replace(/\s+/g, ' ').slice(0, 200).replace(/\.$/, '') || 'it gave no reason';
}
