/** Why a call brought no answer to go by, the same for every provider. */
export type FaultKind =
  /** A call that may be repeated met no connection, no whole answer in time, 408 or 5xx. */
  | 'unavailable'
  /** A call that must not be repeated blindly met no connection: nothing was sent. */
  | 'notProcessed'
  /** 429. */
  | 'throttled'
  /** Our credentials are refused: a person must mend it. */
  | 'accessDenied'
  /** A whole answer outside the provider's pages. */
  | 'contractBroken'
  /** No whole, readable answer to a call that must not be repeated blindly: it may have been processed. */
  | 'unconfirmed';

/** A call that brought no answer to go by. */
export interface Fault<Kind extends FaultKind = FaultKind> {
  kind: Kind;
  /** In our words; names a field's path or an HTTP status, never a value. */
  cause: string;
  /** The pause that the provider asked for, in ms. */
  retryAfterMs?: number;
}

/** What a call that may be repeated can fail with. */
export type ReadFault = Fault<'unavailable' | 'throttled' | 'accessDenied' | 'contractBroken'>;

/** Whether a call failed; answers have no `cause`. */
export function isFault<Outcome extends { kind: string }>(outcome: Outcome): outcome is Extract<Outcome, Fault> {
  return 'cause' in outcome;
}
