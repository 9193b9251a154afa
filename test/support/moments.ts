import type { TimelineEventName } from '../../src/contract/status.js';
import type { Onboarding } from './onboarding.js';

/** When a word first stood in the timeline, in ms since 1970 by the server's clock. */
export async function firstMomentMs(onboarding: Onboarding, event: TimelineEventName): Promise<number> {
  const { timeline } = await onboarding.untilEvent(event);
  const found = timeline.find((entry) => entry.event === event);
  if (found === undefined) throw new Error(`The timeline has no ${event}.`);
  return Date.parse(found.at);
}

/** When the onboarding started, in ms since 1970 by the server's clock. */
export async function startedAtMs(onboarding: Onboarding): Promise<number> {
  return firstMomentMs(onboarding, 'started');
}
