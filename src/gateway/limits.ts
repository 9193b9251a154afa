/** How long a connection may take, in ms, and how much it may send: the defence against slow and greedy callers. */
export const CONNECTION_LIMITS = {
  /** From the opening of a connection, or the end of the answer before, to the end of the headers. */
  headersMs: 10_000,
  /** Likewise to the end of the body. */
  requestMs: 15_000,
  /** How often connections are looked at for these two. */
  checkMs: 2_000,
  /** A connection on which nothing moves; longer than the longest `Prefer: wait` and a heartbeat of events. */
  silenceMs: 90_000,
  /** A connection that waits for its next request. */
  keepAliveMs: 10_000,
  /** Requests are small: the largest valid one has some 3,000 characters, each up to 12 bytes when escaped. */
  bodyBytes: 65_536,
  /** The longest id in a path. */
  paramCharacters: 300,
} as const;
