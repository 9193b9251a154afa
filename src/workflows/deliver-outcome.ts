import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  TemporalFailure,
  upsertSearchAttributes,
  workflowInfo,
  type ActivityOptions,
} from '@temporalio/workflow';
import type { DeliveryActivities } from '../activities/delivery-activities.js';
import { DeliveryFailure, type DeliverOutcomeInput } from '../contract/delivery.js';
import { ATTENTION_ATTRIBUTE, FailureType, webhookTaskQueue } from '../contract/names.js';
import { formatOnboardingId } from '../contract/onboarding-id.js';
import { withJitter } from '../contract/retry-plan.js';
import { WEBHOOK_UNDELIVERED } from '../contract/status.js';
import { DELIVERY_BACKOFF, START_TO_CLOSE_MS, UNDELIVERED_RETRY_MS } from '../contract/time-limits.js';
import { failureType } from './fault.js';
import { retryNow } from './messages.js';

/** The wait before a retry comes with each failure; this one is for attempts that are cut off without one. */
const GROWING: ActivityOptions = {
  startToCloseTimeout: START_TO_CLOSE_MS,
  // `retryNow` does not wait for a try that is under way.
  cancellationType: 'TRY_CANCEL',
  retry: {
    initialInterval: DELIVERY_BACKOFF.firstDelayMs,
    backoffCoefficient: 2,
    maximumInterval: DELIVERY_BACKOFF.longestDelayMs,
  },
  summary: 'post the end of the onboarding to the webhook',
};

/** The policy alone does the waiting, so that an outage of days adds no history. */
const STEADY: ActivityOptions = {
  startToCloseTimeout: START_TO_CLOSE_MS,
  cancellationType: 'TRY_CANCEL',
  retry: { initialInterval: UNDELIVERED_RETRY_MS, backoffCoefficient: 1 },
  summary: 'needs attention: post the end of the onboarding to the webhook',
};

const attentionKey = defineSearchAttributeKey(ATTENTION_ATTRIBUTE, SearchAttributeType.KEYWORD);

/**
 * Posts the end of one onboarding to the webhook: with growing waits at first, then with attention raised and every hour.
 * `retryNow` begins anew at any time. The webhook may see one event more than once, always with the same id and content.
 *
 * @throws ApplicationFailure `OutcomeGone`: the onboarding was deleted before its end could be delivered
 */
export async function deliverOutcome(input: DeliverOutcomeInput): Promise<void> {
  const delivery = new Delivery(readInput(input));
  setHandler(retryNow, () => {
    delivery.beginAnew();
  });
  try {
    await delivery.deliver();
  } finally {
    delivery.clearAttention();
  }
}

class Delivery {
  private readonly whole = CancellationScope.current();
  private trying = new CancellationScope();
  private needsAttention = false;

  constructor(private readonly input: DeliverOutcomeInput) {}

  async deliver(): Promise<void> {
    for (;;) {
      const trying = new CancellationScope();
      this.trying = trying;
      try {
        await trying.run(() => this.tryUntilDelivered());
        return;
      } catch (error) {
        const isAskedAnew = trying.consideredCancelled && !this.whole.consideredCancelled;
        if (!isAskedAnew || !(error instanceof TemporalFailure) || isGone(error)) throw error;
      }
    }
  }

  beginAnew(): void {
    this.trying.cancel();
  }

  clearAttention(): void {
    if (!this.needsAttention) return;
    this.needsAttention = false;
    upsertSearchAttributes([{ key: attentionKey, value: null }]);
    setCurrentDetails('');
  }

  private async tryUntilDelivered(): Promise<void> {
    if (await this.post('growing', GROWING)) return;
    do {
      this.raiseAttention();
      await sleep(withJitter(UNDELIVERED_RETRY_MS, Math.random()), { summary: `attention ${WEBHOOK_UNDELIVERED}` });
    } while (!(await this.post('steady', STEADY)));
  }

  /** Whether the webhook took the event. @throws ApplicationFailure `OutcomeGone` */
  private async post(pace: 'growing' | 'steady', options: ActivityOptions): Promise<boolean> {
    try {
      const taskQueue = webhookTaskQueue(workflowInfo().taskQueue);
      await proxyActivities<DeliveryActivities>({ ...options, taskQueue }).postOutcome({ ...this.input, pace });
      return true;
    } catch (error) {
      if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
      if (failureType(error) === DeliveryFailure.OutcomeGone) throw gone();
      return false;
    }
  }

  private raiseAttention(): void {
    if (this.needsAttention) return;
    this.needsAttention = true;
    upsertSearchAttributes([{ key: attentionKey, value: WEBHOOK_UNDELIVERED }]);
    setCurrentDetails(
      `**Needs attention: ${WEBHOOK_UNDELIVERED}** since ${new Date(Date.now()).toISOString()}\n\n` +
        `The webhook does not take the end of onboarding ${formatOnboardingId(this.input)}. The last failure of \`postOutcome\` ` +
        'says why. Mend the receiver, or WEBHOOK_URL and WEBHOOK_SECRETS of the workers; it is tried every hour, or at ' +
        'once on `retryNow`.',
    );
  }
}

/** A delivery can be started by hand. */
function readInput(input: unknown): DeliverOutcomeInput {
  const { workflowId, runId } = (input ?? {}) as Partial<Record<keyof DeliverOutcomeInput, unknown>>;
  if (typeof workflowId === 'string' && typeof runId === 'string') return { workflowId, runId };
  throw ApplicationFailure.nonRetryable('must be {"workflowId","runId"} of an onboarding', FailureType.InvalidRequest);
}

function gone(): ApplicationFailure {
  return ApplicationFailure.nonRetryable(
    'the end of this onboarding was never delivered: the onboarding no longer exists, since its retention is over ' +
      'or it was erased',
    DeliveryFailure.OutcomeGone,
  );
}

function isGone(error: unknown): boolean {
  return error instanceof ApplicationFailure && error.type === DeliveryFailure.OutcomeGone;
}
