import { TestWorkflowEnvironment } from '@temporalio/testing';
import { inject } from 'vitest';
import { keepQuiet } from './keep-quiet.js';

/** Connections to the real Temporal server of the test run; its time is real. End them with `teardown()`. */
export async function connectToRealServer(): Promise<TestWorkflowEnvironment> {
  keepQuiet();
  return TestWorkflowEnvironment.createFromExistingServer({ address: inject('temporalAddress') });
}
