import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { IiflSimulator, IserveuSimulator, SimulatorsOptions } from '../../dev/simulators/index.js';
import { OnboardingHarness } from './onboarding-harness.js';
import { TestCustomer } from './test-customer.js';
import { createTimeSkippingEnvironment } from './time-skipping-environment.js';

export interface TimeSkippingSuiteOptions {
  simulators?: SimulatorsOptions;
  /** Variables of the worker beside those that the simulators ask for. */
  environment?: Record<string, string>;
}

/**
 * A time-skipping server, simulators and a worker for all tests of one file. What a test leaves open is ended after it,
 * so that it takes no part in the time of the next one.
 */
export class TimeSkippingSuite {
  private started: { environment: TestWorkflowEnvironment; harness: OnboardingHarness } | undefined;
  private customers: TestCustomer[] = [];
  private customersMade = 0;

  static use(options: TimeSkippingSuiteOptions = {}): TimeSkippingSuite {
    const suite = new TimeSkippingSuite();
    beforeAll(async () => {
      const environment = await createTimeSkippingEnvironment();
      suite.started = { environment, harness: await OnboardingHarness.start(environment, options) };
    });
    afterEach(async () => {
      for (const customer of suite.customers.splice(0)) await customer.endOnboarding();
    });
    afterAll(async () => {
      await suite.started?.harness.stop();
      await suite.started?.environment.teardown();
    });
    return suite;
  }

  get harness(): OnboardingHarness {
    return this.running.harness;
  }

  get iserveu(): IserveuSimulator {
    return this.harness.simulators.iserveu;
  }

  get iifl(): IiflSimulator {
    return this.harness.simulators.iifl;
  }

  /** A customer whom nobody knows yet. */
  newCustomer(): TestCustomer {
    const customer = new TestCustomer(this.harness, String(9_876_500_000 + this.customersMade));
    this.customersMade += 1;
    this.customers.push(customer);
    return customer;
  }

  /** The server's clock, in ms since 1970. */
  async now(): Promise<number> {
    return this.running.environment.currentTimeMs();
  }

  /** Lets time pass until a moment of the server's clock; one that is past by now is left alone. */
  async sleepUntil(timeMs: number): Promise<void> {
    const leftMs = timeMs - (await this.now());
    if (leftMs > 0) await this.running.environment.sleep(leftMs);
  }

  private get running() {
    if (this.started === undefined) throw new Error('The suite is started by its beforeAll hook; use it in a test.');
    return this.started;
  }
}
