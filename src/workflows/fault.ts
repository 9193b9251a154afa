import { ActivityFailure, ApplicationFailure, isCancellation } from '@temporalio/workflow';
import type { FaultReport } from '../activities/onboarding-activities.js';
import { FailureType } from '../contract/names.js';
import type { StepAttentionReason } from '../contract/status.js';
import { causeOf, type Provider } from './fault-cause.js';

/** A fault of a step, as the workflow sees it. */
export interface Fault extends Partial<FaultReport> {
  reason: StepAttentionReason;
  /** In our words; nothing that a provider or a customer sent. */
  cause: string;
  /** Whether the same call may work without anybody's help. */
  retryable: boolean;
}

/** The fault that iServeU's calls report by a -1 about the agent. */
export const AGENT_NOT_SET_UP: Fault = {
  reason: 'iserveu-agent',
  cause: 'iServeU answered that the agent (username) is not onboarded, or is empty',
  retryable: false,
};

/** A result that is none of the activity's answers. */
export function unknownAnswer(provider: Provider): Fault {
  return {
    reason: `${provider}-contract`,
    cause: 'the call was ended with a result that no worker of ours gives',
    retryable: false,
  };
}

/**
 * The fault that a failed activity reports. A failure that carries none of our types (a time-out, a lost worker) is
 * taken for an unavailable provider. Anything but a failed activity is thrown on: a cancellation, or a mistake in
 * workflow code.
 */
export function readFault(error: unknown, provider: Provider): Fault {
  if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
  return { ...reasonOf(failureType(error), provider), cause: causeOf(error, provider), ...readReport(error) };
}

/** The type of the failure that an activity threw itself; `undefined` for a time-out, a cancellation and the like. */
export function failureType(error: unknown): string | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  return cause instanceof ApplicationFailure ? (cause.type ?? undefined) : undefined;
}

function reasonOf(type: string | undefined, provider: Provider): Pick<Fault, 'reason' | 'retryable'> {
  switch (type) {
    case FailureType.ProviderAccessDenied:
      return { reason: `${provider}-access`, retryable: false };
    case FailureType.ProviderContractBroken:
      return { reason: `${provider}-contract`, retryable: false };
    default:
      return { reason: `${provider}-unavailable`, retryable: true };
  }
}

function readReport({ cause }: ActivityFailure): Partial<FaultReport> {
  if (!(cause instanceof ApplicationFailure)) return {};
  const report = (cause.details?.[0] ?? {}) as Record<string, unknown>;
  const times = ['firstStartedAgoMs', 'firstFaultAgoMs', 'retryAfterMs'] as const;
  return Object.fromEntries(
    times.filter((name) => typeof report[name] === 'number').map((name) => [name, report[name]]),
  );
}
