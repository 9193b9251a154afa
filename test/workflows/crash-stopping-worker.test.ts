import { afterAll, beforeAll, expect, test } from 'vitest';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { CrashScene } from '../support/crash-scene.js';

let scene: CrashScene;
beforeAll(async () => {
  scene = await CrashScene.open();
});
afterAll(async () => {
  await scene.close();
});

test('a worker that is asked to stop lets a running registration end, says that it waits for it, and leaves with exit code 0', async () => {
  const worker = await scene.startWorker();
  const customer = scene.customer('9876500001').meets('processCustomerRegistration', { kind: 'none', delayMs: 2_000 });
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit(RIGHT_OTP);
  await customer.untilCalled('processCustomerRegistration');
  const ending = worker.stop();
  expect(await ending).toEqual({ exitCode: 0, signal: null });
  expect(worker.output.toString()).toContain('worker waits for 1 call under way, up to 35 s; Ctrl-C again ends');
  expect(customer.calls('processCustomerRegistration').map(({ ending }) => ending)).toEqual(['answered']);

  await scene.startWorker();
  const { outcome, record } = await onboarding.result();
  expect(outcome).toBe('registered');
  expect(record?.registration?.confirmedBy).toBe('answer');
  expect(customer.count('processCustomerRegistration')).toBe(1);
  expect(customer.registrations).toBe(1);
});
