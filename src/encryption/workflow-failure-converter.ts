import { DefaultFailureConverter, type FailureConverter } from '@temporalio/common';

/** Global variable of workflow code; set to `true` it leaves failures in clear text. Absent, they are encoded. */
export const CLEAR_FAILURES_VARIABLE = 'onboardingFailuresInClearText';

const areClear = (globalThis as Record<string, unknown>)[CLEAR_FAILURES_VARIABLE] === true;

/**
 * The failure converter of workflow code, bundled with it for workers with and without keys alike: where there are keys,
 * messages and stack traces go into a payload, which the codec encrypts.
 */
export const failureConverter: FailureConverter = new DefaultFailureConverter({ encodeCommonAttributes: !areClear });
