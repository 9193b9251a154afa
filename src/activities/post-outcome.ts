import { ApplicationFailure, cancellationSignal, Context, heartbeat, log } from '@temporalio/activity';
import { DeliveryFailure } from '../contract/delivery.js';
import { planRetry } from '../contract/retry-plan.js';
import { DELIVERY_BACKOFF, UNDELIVERED_AFTER_MS } from '../contract/time-limits.js';
import type { WebhookApi } from '../providers/webhook/webhook-api.js';
import { attemptClock } from './attempt-clock.js';
import { closedEvent, type EventSettings } from './closed-event.js';
import type { PostOutcomeInput } from './delivery-activities.js';
import { readEnding } from './read-ending.js';

/** Where ends are posted, and what is told there. */
export interface Delivery extends EventSettings {
  webhook: WebhookApi;
}

/** Why the event is not delivered. `cause` is in our words, without data. */
interface DeliveryFault {
  type: DeliveryFailure;
  /** `hopeless`: only a person can mend it. */
  kind: 'unavailable' | 'hopeless';
  cause: string;
  retryAfterMs?: number;
}

const NOT_CONFIGURED: DeliveryFault = {
  type: DeliveryFailure.WebhookNotConfigured,
  kind: 'hopeless',
  cause: 'this worker has no WEBHOOK_URL: set WEBHOOK_URL and WEBHOOK_SECRETS and restart the workers',
};

/** Makes the activity `postOutcome`; see its interface. */
export function createPostOutcome(delivery: Delivery | undefined) {
  return (input: PostOutcomeInput): Promise<void> => postOutcome(input, delivery);
}

async function postOutcome(input: PostOutcomeInput, delivery: Delivery | undefined): Promise<void> {
  const clock = attemptClock();
  const fault = await guarded(() => tryToDeliver(input, delivery));
  if (fault === undefined) return;
  const { type, kind, cause, retryAfterMs } = fault;
  log.warn('an outcome is not delivered yet', { failureType: type, cause });
  if (input.pace === 'steady') throw ApplicationFailure.retryable(cause, type);

  const nextRetryDelay =
    kind === 'hopeless'
      ? undefined
      : planRetry({
          tries: Context.current().info.attempt,
          nowMs: clock.nowMs(),
          firstStartedAtMs: clock.firstStartedAtMs,
          windowMs: UNDELIVERED_AFTER_MS,
          backoff: DELIVERY_BACKOFF,
          retryAfterMs,
          random: Math.random(),
        });
  if (nextRetryDelay === undefined) throw ApplicationFailure.nonRetryable(cause, type);
  heartbeat(clock.memory(nextRetryDelay));
  throw ApplicationFailure.create({ type, message: cause, nextRetryDelay });
}

/** A mistake of our own needs a person; its message may hold data, so only its name is told. */
async function guarded(attempt: () => Promise<DeliveryFault | undefined>): Promise<DeliveryFault | undefined> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof ApplicationFailure) throw error;
    const name = error instanceof Error ? error.name : typeof error;
    return { type: DeliveryFailure.OutcomeUnreadable, kind: 'hopeless', cause: `internal mistake (${name})` };
  }
}

/** @throws ApplicationFailure `OutcomeGone`, after which no try makes sense */
async function tryToDeliver(
  { workflowId, runId }: PostOutcomeInput,
  delivery: Delivery | undefined,
): Promise<DeliveryFault | undefined> {
  if (delivery === undefined) return NOT_CONFIGURED;
  const run = { workflowId, runId };
  const reading = await readEnding(Context.current().client, run);
  if (reading.kind === 'gone') {
    throw ApplicationFailure.nonRetryable('the onboarding no longer exists', DeliveryFailure.OutcomeGone);
  }
  if (reading.kind === 'unreadable') {
    return { type: DeliveryFailure.OutcomeUnreadable, kind: 'unavailable', cause: reading.cause };
  }
  const content = closedEvent(run, reading.ending, delivery);
  const outcome = await delivery.webhook.post({ id: runId, content }, cancellationSignal());
  if (outcome.kind === 'delivered') return undefined;
  const kind = outcome.kind === 'gone' ? 'hopeless' : outcome.kind;
  return { ...outcome, type: DeliveryFailure.WebhookUndelivered, kind, cause: `webhook: ${outcome.cause}` };
}
