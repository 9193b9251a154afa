import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { OnboardingFilter } from '../../src/client/visibility-query.js';
import { RealOnboardings } from './real-onboardings.js';

let onboardings: RealOnboardings;
beforeAll(async () => {
  onboardings = await RealOnboardings.start();
});
afterAll(async () => {
  await onboardings.stop();
});

/** Lists are a moment behind, so this waits for the entry. */
async function listed(workflowId: string, filter: OnboardingFilter) {
  return vi.waitFor(
    async () => {
      for await (const entry of onboardings.client.list(filter)) if (entry.workflowId === workflowId) return entry;
      throw new Error(`Not listed under ${JSON.stringify(filter)}`);
    },
    { timeout: 10_000, interval: 100 },
  );
}

test('an onboarding that awaits a code is listed by its stage, with its deadline', async () => {
  const id = await onboardings.startAwaitingOtp();
  const { otp } = await onboardings.client.status(id);
  const entry = await listed(id, { stage: 'awaitingOtp' });
  expect(entry).toMatchObject({ execution: 'open', stage: 'awaitingOtp', otpDeadline: otp?.deadline });
  expect(entry).not.toHaveProperty('closedAt');
});

test('an onboarding that has ended is listed by its outcome, with the time of its end', async () => {
  const id = await onboardings.startAwaitingOtp();
  await onboardings.client.verifyOtp(id, '123456');
  const entry = await listed(id, { outcome: 'registered', stage: 'closed' });
  expect(entry.execution).toBe('completed');
  expect(Date.parse(entry.closedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(entry.startedAt));
});

test('a workflow of another type is not listed', async () => {
  const workflowId = crypto.randomUUID();
  await onboardings.environment.client.workflow.start('billing', { workflowId, taskQueue: 'nobody-works-here' });
  const id = await onboardings.startAwaitingOtp();
  await listed(id, {});
  const ids = [];
  for await (const { workflowId } of onboardings.client.list()) ids.push(workflowId);
  expect(ids).not.toContain(workflowId);
});

test('one batch heals every onboarding with the same attention reason', async () => {
  const ids = [await onboardings.startNeedingAttention(), await onboardings.startNeedingAttention()];
  for (const id of ids) await listed(id, { attention: 'iserveu-access' });
  const { jobId, matched } = await onboardings.client.retryAttention('iserveu-access');
  expect(jobId).not.toBe('');
  expect(matched).toBe(2);
  for (const id of ids) await onboardings.until(id, ({ stage }) => stage === 'awaitingOtp');
});
