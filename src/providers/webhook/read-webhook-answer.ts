import type { HttpResult } from '../http/http-client.js';
import type { WebhookOutcome } from './webhook-api.js';

const GONE = 410;

/**
 * Decides on the status alone: what the receiver writes in its answer means nothing. A receiver that is being deployed may
 * refuse for a while, so but for 410, by which it says that it wants no more, no answer is final.
 */
export function readWebhookAnswer(result: HttpResult): WebhookOutcome {
  if (result.kind === 'notSent' || result.kind === 'noAnswer') return { kind: 'unavailable', cause: result.cause };
  const { status, retryAfterMs } = result;
  if (status >= 200 && status <= 299) return { kind: 'delivered' };
  const cause = `HTTP ${status}`;
  if (status === GONE) return { kind: 'gone', cause };
  return { kind: 'unavailable', cause, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}
