import { ONBOARDING_CLOSED_EVENT, type DeliverOutcomeInput, type OnboardingClosedEvent } from '../contract/delivery.js';
import { formatOnboardingId } from '../contract/onboarding-id.js';
import type { OnboardingEnding } from './read-ending.js';

export interface EventSettings {
  /** Whether the whole result, personal data included, is in the event. */
  includeRecord: boolean;
  /** Where the gateway gives results. */
  gatewayUrl?: URL;
}

/** The event about one ending. It is the same in every try: its time is that of the end. */
export function closedEvent(
  { workflowId, runId }: DeliverOutcomeInput,
  { execution, closedAt, result }: OnboardingEnding,
  { includeRecord, gatewayUrl }: EventSettings,
): OnboardingClosedEvent {
  const onboardingId = formatOnboardingId({ workflowId, runId });
  const resultPath = `/v1/onboardings/${encodeURIComponent(onboardingId)}/result`;
  return {
    type: ONBOARDING_CLOSED_EVENT,
    timestamp: closedAt.toISOString(),
    data: {
      onboardingId,
      workflowId,
      runId,
      execution,
      ...(result !== undefined && { outcome: result.outcome }),
      ...(includeRecord && result !== undefined && { result }),
      ...(gatewayUrl !== undefined && { resultUrl: new URL(resultPath, gatewayUrl).href }),
    },
  };
}
