import { Problem } from '../problems/problem.js';

const WINDOW_MS = 3_600_000;
/** How many customers are remembered; the one with the oldest last start is forgotten first. */
const MAX_CUSTOMERS = 50_000;

/**
 * Limits the new onboardings that this process starts for one customer within an hour, since each may send messages to a
 * phone. A start that joins an open onboarding does not count.
 */
export class StartsPerCustomer {
  /** When the new onboardings of each workflow id began, in ms since 1970, the oldest first. */
  private readonly starts = new Map<string, readonly number[]>();

  constructor(private readonly limit: number) {}

  /** The problem that refuses a new onboarding; `undefined` where it may be started. */
  refusal(workflowId: string): Problem | undefined {
    const recent = this.recent(workflowId);
    const [oldest] = recent.slice(-this.limit);
    if (recent.length < this.limit || oldest === undefined) return undefined;
    const seconds = Math.ceil((oldest + WINDOW_MS - Date.now()) / 1_000);
    return new Problem('too-many-starts', { headers: { 'Retry-After': String(seconds) } });
  }

  /** Counts a new onboarding. */
  count(workflowId: string): void {
    const recent = this.recent(workflowId);
    this.starts.delete(workflowId);
    this.starts.set(workflowId, [...recent, Date.now()]);
    const [longestAgo] = this.starts.keys();
    if (this.starts.size > MAX_CUSTOMERS && longestAgo !== undefined) this.starts.delete(longestAgo);
  }

  private recent(workflowId: string): readonly number[] {
    const since = Date.now() - WINDOW_MS;
    return (this.starts.get(workflowId) ?? []).filter((atMs) => atMs > since);
  }
}
