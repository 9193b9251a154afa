import { setTimeout as wait } from 'node:timers/promises';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { ATTENTION_ATTRIBUTE, RETRY_NOW_SIGNAL } from '../../src/contract/names.js';

const ATTENTION = defineSearchAttributeKey(ATTENTION_ATTRIBUTE, SearchAttributeType.KEYWORD);
const POLL_MS = 20;
const GIVE_UP_MS = 20_000;

/** The delivery of one onboarding's end, as a scenario plays it. */
export class PlayedDelivery {
  constructor(readonly handle: WorkflowHandle) {}

  /** The delivery that an onboarding has started; there is none where its policy asks for none. */
  static async of(client: Client, onboarding: WorkflowHandle): Promise<PlayedDelivery | undefined> {
    const { events } = await onboarding.fetchHistory();
    const started = events?.find((event) => event.childWorkflowExecutionStartedEventAttributes != null);
    const execution = started?.childWorkflowExecutionStartedEventAttributes?.workflowExecution;
    if (execution?.workflowId == null) return undefined;
    return new PlayedDelivery(client.workflow.getHandle(execution.workflowId));
  }

  async untilAttention(): Promise<void> {
    const endsAtMs = Date.now() + GIVE_UP_MS;
    while ((await this.handle.describe()).typedSearchAttributes.get(ATTENTION) === undefined) {
      if (Date.now() > endsAtMs) throw new Error('The delivery never needed attention.');
      await wait(POLL_MS);
    }
  }

  async retryNow(): Promise<void> {
    await this.handle.signal(RETRY_NOW_SIGNAL);
  }

  async cancel(): Promise<void> {
    await this.handle.cancel();
  }
}
