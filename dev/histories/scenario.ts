import type { OnboardingPolicy } from '../../src/contract/policy.js';
import type { OnboardingRequest } from '../../src/contract/request.js';
import type { OnboardingOutcome } from '../../src/contract/result.js';
import type { Fault, IserveuCustomer } from '../simulators/index.js';
import type { PlayedDelivery } from './played-delivery.js';
import type { PlayedOnboarding, ScriptedFault } from './played-onboarding.js';

/** One way through the process, whose history is kept so that later versions of the workflow must replay it. */
export interface Scenario {
  /** Also the name of the file, without `.json`. */
  name: string;
  /** Beside the required fields. `withProfile` gives the client code. */
  request?: Partial<OnboardingRequest>;
  policy?: Partial<OnboardingPolicy>;
  /** Whether the client profile is asked for. @default false */
  withProfile?: boolean;
  /** What iServeU knows first. @default 'notExisting' */
  customer?: IserveuCustomer['state'];
  faults?: readonly ScriptedFault[];
  /** What people do. @default nothing */
  play?: (onboarding: PlayedOnboarding) => Promise<void>;
  /** The status codes that the webhook answers with first; after them it takes every event. */
  webhookAnswers?: readonly number[];
  /** What people do with the delivery, where the policy asks for one. @default nothing */
  playDelivery?: (delivery: PlayedDelivery) => Promise<void>;
  ends: OnboardingOutcome | 'OnboardingAbandoned' | 'InvalidRequest' | 'cancelled';
}

/** Tries again soon; the give-up times are at most 1,000 times as long. */
export const FAST_ATTENTION = {
  attentionRetryMs: 50,
  registrationGiveUpMs: 50_000,
  enrichmentGiveUpMs: 50_000,
} as const;

export const httpStatus = (status: number): Fault => ({ kind: 'status', status });

export const failed = (statusCode: string, statusDesc: string): Fault => ({
  kind: 'reply',
  json: { statusCode, statusDesc, KYCTypeFlag: false, status: 'FAILED' },
});

export const SERVER_ISSUE = failed('4', 'Internal Server Issue, Kindly Try After Sometime');
export const WRONG_OTP = failed('-1', 'Invalid OTP');
export const BLOCKED = failed('-1', 'Blocked by the bank');
/** The call is lost before it is made. */
export const LOST: Fault = { kind: 'dropBefore' };
/** The call is made and its answer lost. */
export const UNANSWERED: Fault = { kind: 'dropAfter' };
