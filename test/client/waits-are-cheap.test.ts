import type { ConnectionOptions } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { OnboardingClient } from '../../src/client/index.js';
import { OnboardingStillOpen, VerificationTimedOut } from '../../src/client/errors.js';
import { RealOnboardings } from './real-onboardings.js';

/** A wait of a few seconds is one long poll, or two. */
const FEW_CALLS = 4;
const WAIT_MS = 2_500;

const calls: string[] = [];
type Interceptor = NonNullable<ConnectionOptions['interceptors']>[number];
const counting: Interceptor = (options, next) => {
  calls.push(options.method_definition.path);
  return next(options) as unknown as ReturnType<Interceptor>;
};

let onboardings: RealOnboardings;
let client: OnboardingClient;
beforeAll(async () => {
  onboardings = await RealOnboardings.start();
  client = await OnboardingClient.connect({
    connection: { address: inject('temporalAddress'), interceptors: [counting] },
    namespace: onboardings.environment.namespace ?? 'default',
    payloadKeys: 'none',
    taskQueue: onboardings.harness.taskQueue,
    customerIdKey: onboardings.customerIdKey,
  });
});
beforeEach(() => {
  calls.length = 0;
});
afterAll(async () => {
  await client.close();
  await onboardings.stop();
});

test('waiting 2.5 s for a result that does not come takes that long, and at most 4 calls of Temporal', async () => {
  const id = await onboardings.startAwaitingOtp();
  const beganAt = Date.now();
  await expect(client.result(id, { waitMs: WAIT_MS })).rejects.toThrow(OnboardingStillOpen);
  const tookMs = Date.now() - beganAt;
  expect(tookMs).toBeGreaterThanOrEqual(WAIT_MS - 10);
  expect(tookMs).toBeLessThan(WAIT_MS + 2_000);
  expect(calls.length).toBeLessThanOrEqual(FEW_CALLS);
});

test('waiting 2.5 s for the fate of a code that is tried longer takes at most 4 calls of Temporal', async () => {
  const request = onboardings.request();
  const id = await onboardings.startAwaitingOtp(request);
  onboardings.harness.simulators.iserveu.scriptFault({
    operation: 'processCustomerRegistration',
    mobileNumber: request.mobileNumber,
    fault: { kind: 'none', delayMs: WAIT_MS * 2 },
  });
  const failure = await client.verifyOtp(id, '123456', { deadlineMs: WAIT_MS }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(VerificationTimedOut);
  expect(failure).toMatchObject({ accepted: true });
  expect(calls.length).toBeLessThanOrEqual(FEW_CALLS);
});
