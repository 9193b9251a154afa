import type { OnboardingClient } from '../../src/client/index.js';
import type { TimelineEvent } from '../../src/contract/status.js';

/** Every event of the timeline once, as it happens, until the onboarding ends or the signal is aborted. */
export async function* newEvents(
  client: OnboardingClient,
  workflowId: string,
  signal: AbortSignal,
): AsyncGenerator<TimelineEvent> {
  let seen = 0;
  for await (const { timeline } of client.watch(workflowId, { intervalMs: 100, signal })) {
    yield* timeline.slice(seen);
    seen = timeline.length;
  }
}
