import {
  ApplicationFailure,
  CancelledFailure,
  NamespaceNotFoundError,
  QueryNotRegisteredError,
  ServiceError,
  TerminatedFailure,
  TimeoutFailure,
  ValueError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { RetryState, TimeoutType } from '@temporalio/common';
import { expect, test } from 'vitest';
import { InvalidRequest, OnboardingError, type OtpNotAccepted, type TemporalRefused } from '../../src/client/errors.js';
import { fromTemporalError, isDeadlineOver } from '../../src/client/temporal-errors.js';
import { FailureType } from '../../src/contract/names.js';

const ID = 'onboarding-00000000000000000000000000000000';

const ended = (cause: Error) => new WorkflowFailedError('ended', cause, RetryState.NON_RETRYABLE_FAILURE);
const updateFailed = (type: string) =>
  new WorkflowUpdateFailedError('Workflow Update failed', ApplicationFailure.nonRetryable('because', type));
const grpcError = (code: number, details = 'words') =>
  new ServiceError('Failed', { cause: Object.assign(new Error(details), { code, details, metadata: {} }) });

function typeOf(error: unknown): string {
  return error instanceof OnboardingError ? error.type : 'not translated';
}

test.each<[Error, string]>([
  [new WorkflowNotFoundError('no', ID, undefined), 'OnboardingNotFound'],
  [new NamespaceNotFoundError('nowhere'), 'TemporalRefused'],
  [Object.create(QueryNotRegisteredError.prototype) as Error, 'TemporalRefused'],
  [new ServiceError('Unexpected error', { cause: new ValueError('Unknown encoding: x') }), 'AnswerUnreadable'],
  [new ValueError('Unknown encoding: x'), 'AnswerUnreadable'],
  [ended(new CancelledFailure('stop')), 'OnboardingCancelled'],
  [ended(new TerminatedFailure('by hand')), 'OnboardingTerminated'],
  [ended(new TimeoutFailure('over', undefined, TimeoutType.START_TO_CLOSE)), 'OnboardingTerminated'],
  [ended(ApplicationFailure.nonRetryable('why', FailureType.OnboardingAbandoned)), 'OnboardingAbandoned'],
  [ended(ApplicationFailure.nonRetryable('why', 'Surprise')), 'OnboardingBroken'],
  [updateFailed(FailureType.OtpMalformed), 'OtpNotAccepted'],
  [updateFailed(FailureType.OnboardingClosed), 'OnboardingClosed'],
  [updateFailed('AcceptedUpdateCompletedWorkflow'), 'OnboardingClosed'],
])('%s becomes %s', (error, type) => {
  expect(typeOf(fromTemporalError(error, ID))).toBe(type);
});

test.each([
  ...[1, 2, 4, 8, 10, 13, 14, 15].map((code) => [code, 'TemporalUnavailable'] as const),
  ...[3, 5, 6, 7, 9, 11, 12, 16].map((code) => [code, 'TemporalRefused'] as const),
])('gRPC status %i becomes %s', (code, type) => {
  expect(typeOf(fromTemporalError(grpcError(code)))).toBe(type);
});

test.each([
  [FailureType.OtpMalformed, 'malformed'],
  [FailureType.OtpRepeated, 'repeated'],
  [FailureType.OtpOutOfPlace, 'outOfPlace'],
])('the update failure %s is the problem %s', (type, problem) => {
  const error = fromTemporalError(updateFailed(type), ID) as OtpNotAccepted;
  expect(error.problem).toBe(problem);
});

test("a workflow's InvalidRequest keeps its problems and drops what is no problem", () => {
  const problems = [{ field: 'name', problem: 'is required' }];
  const failure = ApplicationFailure.create({ type: FailureType.InvalidRequest, details: [problems, 'noise', null] });
  const error = fromTemporalError(ended(failure), ID) as InvalidRequest;
  expect(error).toBeInstanceOf(InvalidRequest);
  expect(error.problems).toEqual(problems);
});

test('an error that is not Temporal’s is left as it is', () => {
  const error = new TypeError('ours');
  expect(fromTemporalError(error)).toBe(error);
});

test('the error of Temporal is kept as the cause', () => {
  const error = grpcError(14);
  expect((fromTemporalError(error) as Error).cause).toBe(error);
});

test("the server's words are cut to one line of 200 characters", () => {
  const error = fromTemporalError(grpcError(3, `${'word \n'.repeat(200)}end`)) as TemporalRefused;
  expect(error.message.length).toBeLessThan(240);
  expect(error.message).not.toContain('\n');
});

test.each([
  [1, true],
  [4, true],
  [14, false],
])('gRPC status %i as the end of a deadline: %s', (code, isOver) => {
  expect(isDeadlineOver(grpcError(code))).toBe(isOver);
});

test('an id that is not of the contract’s form is not repeated: it may be a mobile number', () => {
  const error = fromTemporalError(new WorkflowNotFoundError('no', '9876543210', undefined), '9876543210');
  expect(String(error)).not.toContain('9876543210');
});
