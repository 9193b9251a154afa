import { TestWorkflowEnvironment } from '@temporalio/testing';
import { inject } from 'vitest';

/** Connections to the real Temporal server of the test run; its time is real. End them with `teardown()`. */
export async function connectToRealServer(): Promise<TestWorkflowEnvironment> {
  return TestWorkflowEnvironment.createFromExistingServer({ address: inject('temporalAddress') });
}
