import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import type { Onboarding } from '../support/onboarding.js';
import { attributesOf, expectNoWorkflowTaskFailed } from '../support/workflow-history.js';
import { KEY_A, KEY_B } from './payloads.js';
import { SplitWorkers } from './split-workers.js';

let workers: SplitWorkers;
beforeAll(async () => {
  workers = await SplitWorkers.start();
});
afterAll(async () => {
  await workers.stop();
});

function callsOf(operation: string, mobileNumber: string): number {
  return workers.simulators.iserveu.journal.of(operation, mobileNumber).length;
}

async function failureTypes({ handle }: Onboarding): Promise<unknown[]> {
  const failed = await attributesOf(handle, 'activityTaskFailedEventAttributes');
  return failed.map(({ failure }) => failure?.applicationFailureInfo?.type);
}

test('a question that its worker cannot read is asked again until one can', async () => {
  await workers.makeCallsWith([KEY_B]);
  const onboarding = await workers.startOnboarding('9876503001');
  await vi.waitFor(
    async () => {
      const { raw } = await onboarding.handle.describe();
      const [call] = raw.pendingActivities ?? [];
      expect(call?.lastFailure?.applicationFailureInfo?.type).toBe('PayloadDecryptionFailed');
    },
    { timeout: 20_000 },
  );
  expect(callsOf('getCustomer', '9876503001')).toBe(0);
  await workers.makeCallsWith([KEY_A]);
  await onboarding.untilStage('awaitingOtp');
  await onboarding.handle.terminate('end of the test');
});

test('a registration that its worker cannot read costs the customer no code: the same one registers later', async () => {
  await workers.makeCallsWith([KEY_A]);
  const onboarding = await workers.startOnboarding('9876503002');
  await onboarding.untilStage('awaitingOtp');
  await workers.makeCallsWith([KEY_B]);
  await onboarding.submit(RIGHT_OTP);
  await vi.waitFor(
    async () => {
      expect(await failureTypes(onboarding)).toContain('PayloadDecryptionFailed');
    },
    {
      timeout: 20_000,
    },
  );
  expect(callsOf('processCustomerRegistration', '9876503002')).toBe(0);

  await workers.makeCallsWith([KEY_A]);
  expect(await onboarding.result()).toMatchObject({
    outcome: 'registered',
    record: { registration: { confirmedBy: 'answer' } },
  });
  expect(callsOf('processCustomerRegistration', '9876503002')).toBe(1);
  const { timeline } = await onboarding.status();
  expect(timeline.map(({ event }) => event)).not.toContain('registrationUnconfirmed');
  await expectNoWorkflowTaskFailed(onboarding.handle);
});

test('a send that its worker cannot read is not counted, and made again', async () => {
  await workers.makeCallsWith([KEY_A]);
  const onboarding = await workers.startOnboarding('9876503004', { sendOtp: true, otpMaxSends: 2, otpResendGapMs: 1 });
  await onboarding.untilEvent('otpSent');
  await workers.makeCallsWith([KEY_B]);
  await onboarding.resend();
  await vi.waitFor(
    async () => {
      expect(await failureTypes(onboarding)).toContain('PayloadDecryptionFailed');
    },
    {
      timeout: 20_000,
    },
  );
  expect((await onboarding.status()).otp?.sends).toBe(1);

  await workers.makeCallsWith([KEY_A]);
  const { otp } = await onboarding.untilEvent('otpSent', 2);
  expect(otp?.sends).toBe(2);
  expect(callsOf('sendOtp', '9876503004')).toBe(2);
  await onboarding.handle.terminate('end of the test');
});

test('an answer that the workflow cannot read waits for its key too', async () => {
  await workers.makeCallsWith([{ id: 'c', key: Buffer.alloc(32, 0xc) }, KEY_A]);
  const onboarding = await workers.startOnboarding('9876503003');
  await vi.waitFor(
    async () => {
      expect(await attributesOf(onboarding.handle, 'workflowTaskFailedEventAttributes')).not.toEqual([]);
    },
    { timeout: 20_000 },
  );
  expect((await onboarding.handle.describe()).status.name).toBe('RUNNING');
  await onboarding.handle.terminate('end of the test');
});
