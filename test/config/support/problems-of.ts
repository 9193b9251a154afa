import {
  EnvironmentError,
  readEnvironment,
  type Environment,
  type EnvironmentReader,
} from '../../../src/config/environment.js';

/** The problems that reading a variable meets, as "NAME problem". */
export function problemsOf(env: Environment, read: (reader: EnvironmentReader) => unknown): string[] {
  try {
    readEnvironment(env, read);
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.problems.map(({ variable, problem }) => `${variable} ${problem}`);
  }
}
