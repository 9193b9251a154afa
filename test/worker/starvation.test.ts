import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { OnboardingPolicy } from '../../src/contract/policy.js';
import type { OnboardingRequest } from '../../src/contract/request.js';
import { CrashScene } from '../support/crash-scene.js';
import { OnboardingHarness, RIGHT_OTP } from '../support/onboarding-harness.js';
import { connectToRealServer } from '../support/real-server.js';
import { TestCustomer, type Scene } from '../support/test-customer.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const CROWD = 1_500;
const STARTS_AT_ONCE = 50;

let environment: TestWorkflowEnvironment;
let customersMade = 0;
beforeAll(async () => {
  environment = await connectToRealServer();
});
afterAll(() => environment.teardown());

function newCustomer(scene: Scene): TestCustomer {
  customersMade += 1;
  return new TestCustomer(scene, String(9_876_000_000 + customersMade));
}

/** How long something takes, in ms. */
async function timed(work: Promise<unknown>): Promise<number> {
  const beganAt = performance.now();
  await work;
  return performance.now() - beganAt;
}

describe('one worker, while IIFL and the webhook hang', () => {
  let receiver: WebhookReceiver;
  let harness: OnboardingHarness;
  beforeAll(async () => {
    receiver = await WebhookReceiver.start();
    receiver.otherwise = 'silence';
    // Calls that hang end soon after the tests.
    harness = await OnboardingHarness.start(environment, {
      environment: { ...receiver.environment, IIFL_TIMEOUT_MS: '5000' },
    });
    harness.simulators.iifl.scriptFault({ fault: { kind: 'hang' }, times: 'always' });
  });
  afterAll(async () => {
    receiver.cutConnections();
    await harness.stop();
    await receiver.close();
  });

  /** Starts the crowd; resolves when all that is left of it waits for what hangs. */
  async function startCrowd(
    others: Partial<OnboardingRequest>,
    policy: Partial<OnboardingPolicy>,
    hangs: (taskQueue: string) => Promise<number>,
  ): Promise<void> {
    const startSome = async () => {
      for (let count = 0; count < CROWD / STARTS_AT_ONCE; count += 1) {
        await newCustomer(harness).is('verified').onboard(others, policy);
      }
    };
    await Promise.all(Array.from({ length: STARTS_AT_ONCE }, startSome));
    await vi.waitFor(
      async () => {
        const count = await hangs(harness.taskQueue);
        if (count < CROWD) throw new Error(`${count} of the crowd hang.`);
      },
      { timeout: 90_000, interval: 500 },
    );
  }

  async function expectNewcomerInTime(): Promise<void> {
    const customer = newCustomer(harness);
    const starting = customer.onboard();
    expect(await timed(customer.untilCalled('getCustomer'))).toBeLessThan(3_000);
    const onboarding = await starting;
    await onboarding.untilStage('awaitingOtp');
    await onboarding.submit(RIGHT_OTP);
    expect(await timed(customer.untilCalled('processCustomerRegistration'))).toBeLessThan(2_000);
  }

  test('and 1,500 onboardings enrich, get-customer begins within 3 s and a registration within 2 s', async () => {
    const { journal } = harness.simulators.iserveu;
    await startCrowd({ clientCode: 'P9876543' }, {}, () =>
      Promise.resolve(journal.entries.filter(({ answer }) => answer !== undefined).length),
    );
    await expectNewcomerInTime();
  }, 120_000);

  test('and 1,500 ends wait for delivery, get-customer begins within 3 s and a registration within 2 s', async () => {
    await startCrowd({}, { notify: true }, async (taskQueue) => {
      const query = `WorkflowType = "deliverOutcome" AND TaskQueue = "${taskQueue}" AND ExecutionStatus = "Running"`;
      return (await environment.client.workflow.count(query)).count;
    });
    await expectNewcomerInTime();
  }, 120_000);
});

test('two workers with ISERVEU_MAX_CALLS_PER_SECOND 10 make no more than 10 calls a second together', async () => {
  const scene = await CrashScene.open();
  const limited = { ISERVEU_MAX_CALLS_PER_SECOND: '10' };
  await Promise.all([scene.startWorker(limited), scene.startWorker(limited)]);
  const { journal } = scene.simulators.iserveu;
  await Promise.all(Array.from({ length: 60 }, () => newCustomer(scene).onboard()));
  const calls = await journal.waitFor(() => true, { count: 60, timeoutMs: 30_000 });
  await scene.close();
  const times = calls.map(({ at }) => Date.parse(at));
  const seconds = (Math.max(...times) - Math.min(...times)) / 1_000;
  // Those of the first second may come at once.
  expect((calls.length - 10) / seconds).toBeLessThanOrEqual(10.5);
}, 60_000);
