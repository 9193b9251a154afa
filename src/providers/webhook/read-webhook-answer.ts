import type { HttpResult } from '../http/http-client.js';
import type { WebhookOutcome } from './webhook-api.js';

/** Too early, Request Timeout, Too Many Requests: the same request may be taken later. */
const LATER: ReadonlySet<number> = new Set([408, 425, 429]);
const GONE = 410;

/** Decides on the status alone: what the receiver writes in its answer means nothing. */
export function readWebhookAnswer(result: HttpResult): WebhookOutcome {
  if (result.kind === 'notSent' || result.kind === 'noAnswer') return { kind: 'unavailable', cause: result.cause };
  const { status, retryAfterMs } = result;
  if (status >= 200 && status <= 299) return { kind: 'delivered' };
  const cause = `HTTP ${status}`;
  if (status === GONE) return { kind: 'gone', cause };
  if (LATER.has(status) || (status >= 500 && status <= 599)) {
    return { kind: 'unavailable', cause, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  }
  return { kind: 'refused', cause };
}
