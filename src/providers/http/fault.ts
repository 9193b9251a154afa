/** A call that brought no usable answer, the same for every provider's reads. `cause` is in our words, without data. */
export type ReadFault =
  /** No connection, no whole answer in time, 408 or 5xx: may be retried. */
  | { kind: 'unavailable'; cause: string; retryAfterMs?: number }
  /** 429: may be retried. */
  | { kind: 'throttled'; cause: string; retryAfterMs?: number }
  /** Our credentials are refused: a person must mend it. */
  | { kind: 'accessDenied'; cause: string }
  /** A whole answer outside the provider's pages; `cause` names the field's path or the HTTP status, never a value. */
  | { kind: 'contractBroken'; cause: string };
