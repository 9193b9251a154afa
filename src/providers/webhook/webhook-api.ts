/** What came of posting one event. `cause` is in our words, without data. */
export type WebhookOutcome =
  /** 2xx. */
  | { kind: 'delivered' }
  /** Another answer, or no whole one: the receiver may take it later. */
  | { kind: 'unavailable'; cause: string; retryAfterMs?: number }
  /** 410: the receiver says that it is not there any more. */
  | { kind: 'gone'; cause: string };

/** One event to post. */
export interface WebhookEvent {
  /** The same in every try of one event: the receiver knows by it what it has had before. */
  id: string;
  /** Written as JSON; the same value gives the same bytes. */
  content: unknown;
}

/** A receiver of events. Calls never throw for anything that it or a network does. */
export interface WebhookApi {
  post(event: WebhookEvent, signal: AbortSignal): Promise<WebhookOutcome>;
}
