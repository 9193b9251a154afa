/**
 * Whether an activity's result is one of its answers. A result that somebody completed by hand, or that cannot be read,
 * is none, and nothing must be concluded from it.
 */
export function isKnownAnswer(answer: unknown, kinds: ReadonlySet<string>): boolean {
  if (typeof answer !== 'object' || answer === null) return false;
  const { kind } = answer as { kind?: unknown };
  return typeof kind === 'string' && kinds.has(kind);
}
