import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { expect, test, vi } from 'vitest';
import { ATTENTION_ATTRIBUTE } from '../../src/contract/names.js';
import { httpStatus } from '../support/iserveu-faults.js';
import type { Onboarding } from '../support/onboarding.js';
import { RealServerSuite } from '../support/real-server.js';

const ATTENTION = defineSearchAttributeKey(ATTENTION_ATTRIBUTE, SearchAttributeType.KEYWORD);

const suite = RealServerSuite.use();

async function attributeOf({ handle }: Onboarding): Promise<string | undefined> {
  return (await handle.describe()).typedSearchAttributes.get(ATTENTION);
}

/** The onboardings that an operator finds by a reason; visibility lags a little behind. */
async function untilListed(reason: string, workflowIds: readonly string[]): Promise<void> {
  const query = `${ATTENTION_ATTRIBUTE} = '${reason}' AND TaskQueue = '${suite.harness.taskQueue}'`;
  await vi.waitFor(
    async () => {
      const found: string[] = [];
      for await (const { workflowId } of suite.harness.client.workflow.list({ query })) found.push(workflowId);
      expect(found.sort()).toEqual([...workflowIds].sort());
    },
    { timeout: 20_000, interval: 100 },
  );
}

test('onboardings are found by the reason of their attention while it lasts, and no longer', async () => {
  const customers = [suite.newCustomer(), suite.newCustomer()];
  const onboardings = await Promise.all(
    customers.map((customer) => customer.meets('getCustomer', httpStatus(401)).onboard()),
  );
  for (const onboarding of onboardings) {
    await onboarding.untilAttention('iserveu-access');
    expect(await attributeOf(onboarding)).toBe('iserveu-access');
  }
  await untilListed(
    'iserveu-access',
    onboardings.map(({ handle }) => handle.workflowId),
  );

  for (const onboarding of onboardings) {
    await onboarding.retryNow();
    await onboarding.untilStage('awaitingOtp');
    expect(await attributeOf(onboarding)).toBeUndefined();
  }
  await untilListed('iserveu-access', []);
  await Promise.all(customers.map((customer) => customer.endOnboarding()));
});
