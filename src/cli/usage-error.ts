/** The command line cannot be understood. Messages name flags, never the values that were given. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
