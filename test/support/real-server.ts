import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, inject } from 'vitest';
import { keepQuiet } from './keep-quiet.js';
import { OnboardingHarness, type HarnessOptions } from './onboarding-harness.js';
import { TestCustomer } from './test-customer.js';

/** Connections to the real Temporal server of the test run; its time is real. End them with `teardown()`. */
export async function connectToRealServer(): Promise<TestWorkflowEnvironment> {
  keepQuiet();
  return TestWorkflowEnvironment.createFromExistingServer({ address: inject('temporalAddress') });
}

/** The real server, simulators and a worker for all tests of one file. */
export class RealServerSuite {
  private started: OnboardingHarness | undefined;
  private customersMade = 0;

  static use(options: HarnessOptions = {}): RealServerSuite {
    const suite = new RealServerSuite();
    let environment: TestWorkflowEnvironment;
    beforeAll(async () => {
      environment = await connectToRealServer();
      suite.started = await OnboardingHarness.start(environment, options);
    });
    afterAll(async () => {
      await suite.harness.stop();
      await environment.teardown();
    });
    return suite;
  }

  get harness(): OnboardingHarness {
    if (this.started === undefined) throw new Error('The suite is started by its beforeAll hook; use it in a test.');
    return this.started;
  }

  /** A customer whom nobody knows yet. */
  newCustomer(): TestCustomer {
    this.customersMade += 1;
    return new TestCustomer(this.harness, String(9_876_500_000 + this.customersMade));
  }
}
