import { CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { describeError } from '../../src/cli/error-text.js';
import { exitCodeOfError } from '../../src/cli/exit-code.js';
import { UsageError } from '../../src/cli/usage-error.js';
import {
  BatchAlreadyRunning,
  InvalidRequest,
  NoWorkerAnswered,
  OnboardingAbandoned,
  OnboardingCancelled,
  OnboardingClosed,
  OnboardingNotFound,
  OnboardingStillOpen,
  OnboardingTerminated,
  OtpNotAccepted,
  TemporalRefused,
  TemporalUnavailable,
  VerificationTimedOut,
} from '../../src/client/errors.js';
import { EnvironmentError } from '../../src/config/environment.js';

const ID = 'onboarding-00000000000000000000000000000000';

test.each([
  [new UsageError('words'), 2],
  [new CommanderError(1, 'commander.unknownOption', "error: unknown option '--x'"), 2],
  [new InvalidRequest([]), 2],
  [new EnvironmentError([]), 2],
  [new OnboardingNotFound(ID), 3],
  [new OnboardingStillOpen(ID), 4],
  [new VerificationTimedOut(ID, 'u'), 4],
  [new OtpNotAccepted('repeated'), 1],
  [new OnboardingClosed(ID), 1],
  [new OnboardingAbandoned('why'), 1],
  [new OnboardingCancelled(), 1],
  [new OnboardingTerminated(), 1],
  [new NoWorkerAnswered(), 5],
  [new BatchAlreadyRunning(), 5],
  [new TemporalUnavailable('why'), 5],
  [new TemporalRefused('why'), 5],
  [new RangeError('a bug'), 5],
])('%s ends the command with %i', (error, exitCode) => {
  expect(exitCodeOfError(error)).toBe(exitCode);
});

test('an invalid request lists one field a line for people, and the list for machines', () => {
  const problems = [
    { field: 'name', problem: 'is required' },
    { field: 'latlong', problem: 'is required' },
  ];
  const { type, message, problems: listed } = describeError(new InvalidRequest(problems));
  expect(type).toBe('InvalidRequest');
  expect(message).toBe('The request is not valid:\n  name is required\n  latlong is required');
  expect(listed).toEqual(problems);
});

test('an environment error lists its variables for machines', () => {
  const problems = [{ variable: 'CUSTOMER_ID_KEY', problem: 'is required' }];
  expect(describeError(new EnvironmentError(problems)).problems).toEqual(problems);
});

test.each([
  ["error: unknown option '--mobil-number=9876543210'", "unknown option '--mobil-number'"],
  ["error: unknown command '9876543210'", "unknown command '…'"],
])('commander’s %s is printed without the value', (given, printed) => {
  const { type, message } = describeError(new CommanderError(1, 'commander.x', given));
  expect({ type, message }).toEqual({ type: 'UsageError', message: printed });
});

test('the message of an unforeseen error is not printed: it may quote anything', () => {
  const { type, message } = describeError(new RangeError('9876543210'));
  expect(type).toBe('UnexpectedError');
  expect(message).toBe('An unexpected fault ended the command (RangeError).');
});
