import type { Client, WorkflowHandle } from '@temporalio/client';
import { WorkflowFailedError } from '@temporalio/client';
import {
  ApplicationFailure,
  CancelledFailure,
  defineSearchAttributeKey,
  SearchAttributeType,
} from '@temporalio/common';
import { vi } from 'vitest';
import { DELIVER_OUTCOME_WORKFLOW } from '../../src/contract/delivery.js';
import { ATTENTION_ATTRIBUTE, RETRY_NOW_SIGNAL } from '../../src/contract/names.js';
import type { Onboarding } from './onboarding.js';
import { attributesOf } from './workflow-history.js';

const ATTENTION = defineSearchAttributeKey(ATTENTION_ATTRIBUTE, SearchAttributeType.KEYWORD);

/** The delivery of one onboarding's end. */
export class Delivery {
  constructor(readonly handle: WorkflowHandle<() => Promise<void>>) {}

  /** The one that an onboarding has started by now; throws where it has started none. */
  static async of(client: Client, { handle }: Onboarding): Promise<Delivery> {
    const [started] = await attributesOf(handle, 'childWorkflowExecutionStartedEventAttributes');
    const { workflowId, runId } = started?.workflowExecution ?? {};
    if (workflowId == null || runId == null) throw new Error('The onboarding has started no delivery.');
    return new Delivery(client.workflow.getHandle(workflowId, runId));
  }

  /** As somebody starts it by hand. */
  static async start(client: Client, taskQueue: string, input: unknown): Promise<Delivery> {
    const workflowId = `delivery-by-hand-${crypto.randomUUID()}`;
    return new Delivery(
      await client.workflow.start(DELIVER_OUTCOME_WORKFLOW, { workflowId, taskQueue, args: [input] }),
    );
  }

  async retryNow(): Promise<void> {
    await this.handle.signal(RETRY_NOW_SIGNAL);
  }

  /** The search attribute, as operators filter by it. */
  async attention(): Promise<string | undefined> {
    return (await this.handle.describe()).typedSearchAttributes.get(ATTENTION);
  }

  async untilAttention(): Promise<void> {
    await vi.waitFor(
      async () => {
        if ((await this.attention()) === undefined) throw new Error('The delivery needs no attention yet.');
      },
      { timeout: 20_000, interval: 25 },
    );
  }

  /** `completed`, `cancelled`, or the type of the failure that ended it. */
  async ending(): Promise<string> {
    try {
      await this.handle.result();
      return 'completed';
    } catch (error) {
      const cause = error instanceof WorkflowFailedError ? error.cause : error;
      if (cause instanceof CancelledFailure) return 'cancelled';
      if (cause instanceof ApplicationFailure) return String(cause.type);
      throw error;
    }
  }

  /** The message of the last attempt's failure. */
  async lastProblem(): Promise<string | undefined> {
    const failures = await attributesOf(this.handle, 'activityTaskFailedEventAttributes');
    return failures.at(-1)?.failure?.message ?? undefined;
  }
}
