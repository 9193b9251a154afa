import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { OnboardingClosed, OnboardingNotFound } from '../../src/client/errors.js';
import { Delivery } from '../support/delivery.js';
import { Onboarding, type OnboardingHandle } from '../support/onboarding.js';
import { OnboardingHarness } from '../support/onboarding-harness.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { RealOnboardings } from './real-onboardings.js';

const UNDELIVERED = { attention: 'webhook-undelivered' } as const;

let onboardings: RealOnboardings;
let receiver: WebhookReceiver;
let harness: OnboardingHarness;
beforeAll(async () => {
  onboardings = await RealOnboardings.start();
  receiver = await WebhookReceiver.start();
  harness = await OnboardingHarness.start(onboardings.environment, { environment: receiver.environment });
});
afterAll(async () => {
  await harness.stop();
  await receiver.close();
  await onboardings.stop();
});

const clientHere = () => onboardings.clientWith({ taskQueue: harness.taskQueue, policyDefaults: { notify: true } });

/** An onboarding whose end the webhook has refused for good. */
async function undelivered() {
  const request = onboardings.request();
  harness.simulators.iserveu.setCustomer({ mobileNumber: request.mobileNumber, state: 'verified' });
  receiver.otherwise = { status: 410 };
  const { workflowId, runId } = await clientHere().start(request);
  await clientHere().result(workflowId);
  const temporal = onboardings.environment.client;
  const handle: OnboardingHandle = temporal.workflow.getHandle(workflowId, runId);
  const delivery = await Delivery.of(temporal, new Onboarding(handle));
  await delivery.untilAttention();
  return { workflowId, runId, delivery };
}

async function listedIds(filter: Parameters<RealOnboardings['client']['list']>[0]): Promise<string[]> {
  const ids: string[] = [];
  for await (const { workflowId } of onboardings.client.list(filter)) ids.push(workflowId);
  return ids;
}

/** Lists are a moment behind. */
async function untilListed(ids: string[]): Promise<void> {
  await vi.waitFor(
    async () => {
      expect((await listedIds(UNDELIVERED)).sort()).toEqual([...ids].sort());
    },
    { timeout: 10_000, interval: 100 },
  );
}

test('undelivered ends are listed as their onboardings, and one batch delivers them all', async () => {
  const ended = [await undelivered(), await undelivered()];
  const ids = ended.map(({ workflowId }) => workflowId);
  await untilListed(ids);

  const { onboardings: page } = await onboardings.client.listPage(UNDELIVERED);
  const [{ workflowId, runId } = { workflowId: '', runId: '' }] = ended;
  expect(page.find((entry) => entry.workflowId === workflowId)).toMatchObject({
    runId,
    execution: 'completed',
    stage: 'closed',
    outcome: 'alreadyRegistered',
    attention: 'webhook-undelivered',
  });
  expect((await listedIds({ ...UNDELIVERED, outcome: 'alreadyRegistered' })).sort()).toEqual([...ids].sort());
  expect(await listedIds({ ...UNDELIVERED, outcome: 'rejected' })).toEqual([]);
  expect(await listedIds({ ...UNDELIVERED, stage: 'enriching' })).toEqual([]);
  // Nobody who lists onboardings sees a delivery, or an onboarding twice.
  expect((await listedIds({})).sort()).toEqual([...ids].sort());

  receiver.otherwise = { status: 204 };
  const { matched } = await onboardings.client.retryAttention('webhook-undelivered');
  expect(matched).toBe(2);
  for (const { delivery } of ended) expect(await delivery.ending()).toBe('completed');
  await untilListed([]);
});

test('retryNow on an ended onboarding delivers its end; on one that is delivered it says that all is over', async () => {
  const { workflowId, runId, delivery } = await undelivered();
  const other = await undelivered();
  await untilListed([workflowId, other.workflowId]);
  receiver.otherwise = { status: 204 };
  await onboardings.client.retryNow(workflowId, { runId });
  expect(await delivery.ending()).toBe('completed');
  expect(await other.delivery.attention()).toBe('webhook-undelivered');
  await onboardings.client.retryNow(other.workflowId);
  expect(await other.delivery.ending()).toBe('completed');
  await untilListed([]);
  await expect(onboardings.client.retryNow(workflowId)).rejects.toThrow(OnboardingClosed);
});

test('erase deletes the delivery too, one that waits for the webhook included', async () => {
  const { workflowId, delivery } = await undelivered();
  const other = await undelivered();
  await untilListed([workflowId, other.workflowId]);
  await onboardings.client.erase(workflowId);
  await vi.waitFor(() => expect(delivery.handle.describe()).rejects.toThrow('not found'), {
    timeout: 90_000,
    interval: 250,
  });
  await vi.waitFor(() => expect(onboardings.client.describe(workflowId)).rejects.toThrow(OnboardingNotFound), {
    timeout: 90_000,
    interval: 250,
  });
  expect(await other.delivery.attention()).toBe('webhook-undelivered');
  receiver.otherwise = { status: 204 };
  await other.delivery.retryNow();
  expect(await other.delivery.ending()).toBe('completed');
}, 200_000);
