import { ActivityFailure, ApplicationFailure, isCancellation } from '@temporalio/workflow';
import type { FaultReport } from '../activities/onboarding-activities.js';
import { FailureType } from '../contract/names.js';
import type { StepAttentionReason } from '../contract/status.js';

/** A fault of a step, as the workflow sees it. */
export interface Fault {
  reason: StepAttentionReason;
  /** Whether the same call may work without anybody's help. */
  retryable: boolean;
  firstStartedAtMs?: number;
  firstFaultAtMs?: number;
  retryAfterMs?: number;
}

type Provider = 'iserveu' | 'iifl';

/**
 * The fault that a failed activity reports. A failure that carries none of our types (a time-out, a lost worker) is
 * taken for an unavailable provider. Anything but a failed activity is thrown on: a cancellation, or a mistake in
 * workflow code.
 */
export function readFault(error: unknown, provider: Provider): Fault {
  if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
  const type = failureType(error);
  return { ...reasonOf(type, provider), ...readReport(error) };
}

/** The type of the failure that an activity threw itself; nothing for a time-out, a cancellation and the like. */
export function failureType(error: unknown): string | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  return cause instanceof ApplicationFailure ? (cause.type ?? undefined) : undefined;
}

/** A result that is none of the activity's answers. */
export function unknownAnswer(provider: Provider): Fault {
  return { reason: `${provider}-contract`, retryable: false };
}

/** A fault that get-customer, otp/send or a registration reports by a -1 about the agent. */
export const AGENT_NOT_SET_UP: Fault = { reason: 'iserveu-agent', retryable: false };

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
  const report = (cause.details?.[0] ?? {}) as Partial<FaultReport>;
  return {
    ...(report.firstStartedAtMs !== undefined && { firstStartedAtMs: report.firstStartedAtMs }),
    ...(report.firstFaultAtMs !== undefined && { firstFaultAtMs: report.firstFaultAtMs }),
    ...(report.retryAfterMs !== undefined && { retryAfterMs: report.retryAfterMs }),
  };
}
