/** Every limit in time that more than one part of the house must agree on, in ms. */

/** Deadline of one HTTP call to a provider over its whole answer, unless `ISERVEU_TIMEOUT_MS` or `IIFL_TIMEOUT_MS` says otherwise. */
export const DEFAULT_HTTP_TIMEOUT_MS = 20_000;
/** The longest such deadline; below {@link START_TO_CLOSE_MS}, so that an attempt always reports its own outcome. */
export const MAX_HTTP_TIMEOUT_MS = 25_000;
/** Start-to-close of every activity. */
export const START_TO_CLOSE_MS = 30_000;
/** How long a stopping worker waits for running activities; longer than {@link START_TO_CLOSE_MS}. */
export const SHUTDOWN_GRACE_MS = 35_000;
/** How long a delivery waits for the onboarding's end, which follows its start at once; leaves time for the post. */
export const ENDING_READ_MS = 5_000;
/** A provider's `Retry-After` counts up to this. */
export const MAX_RETRY_AFTER_MS = 300_000;

/** Waits that double from the first to the longest. */
export interface Backoff {
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

/** Between calls of a provider, whose faults most often pass within seconds. */
export const PROVIDER_BACKOFF: Backoff = { firstDelayMs: 1_000, longestDelayMs: 30_000 };
/** Between posts to a webhook, whose faults may last for days. */
export const DELIVERY_BACKOFF: Backoff = { firstDelayMs: 5_000, longestDelayMs: 3_600_000 };
/** From the first post to attention. */
export const UNDELIVERED_AFTER_MS = 259_200_000;
/** How often a delivery in attention is tried again. */
export const UNDELIVERED_RETRY_MS = 3_600_000;
