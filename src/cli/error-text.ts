import { CommanderError } from 'commander';
import { InvalidRequest, OnboardingError } from '../client/errors.js';
import { EnvironmentError, type EnvironmentProblem } from '../config/environment.js';
import type { FieldProblem } from '../contract/request.js';
import { UsageError } from './usage-error.js';

export interface ErrorDescription {
  /** Stable, for scripts. */
  type: string;
  message: string;
  problems?: readonly (FieldProblem | EnvironmentProblem)[];
}

/** What a user is told about an error: no stack trace, and no value that was given. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof InvalidRequest) {
    const { type, problems } = error;
    const lines = problems.map(({ field, problem }) => `  ${field} ${problem}`);
    return { type, message: ['The request is not valid:', ...lines].join('\n'), problems };
  }
  if (error instanceof OnboardingError) return { type: error.type, message: error.message };
  if (error instanceof EnvironmentError) {
    return { type: error.name, message: error.message, problems: error.problems };
  }
  if (error instanceof UsageError) return { type: error.name, message: error.message };
  if (error instanceof CommanderError) return { type: 'UsageError', message: withoutValues(error.message) };
  // The message of an unforeseen error may quote personal data.
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  return { type: 'UnexpectedError', message: `An unexpected fault ended the command (${kind}).` };
}

/** Commander quotes what it does not understand: numbers and `--flag=value` may be a customer's. */
function withoutValues(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/=[^']*'/g, "'")
    .replace(/\d{4,}/g, '…');
}
