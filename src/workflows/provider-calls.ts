import { proxyActivities, workflowInfo, type ActivityOptions } from '@temporalio/workflow';
import type { OnboardingActivities } from '../activities/onboarding-activities.js';
import { iiflTaskQueue } from '../contract/names.js';
import { PROVIDER_BACKOFF, START_TO_CLOSE_MS } from '../contract/time-limits.js';
import { AGENT_NOT_SET_UP, readFault, unknownAnswer, type Fault } from './fault.js';
import type { Provider } from './fault-cause.js';
import type { Step } from './step.js';

const READ: ActivityOptions = {
  startToCloseTimeout: START_TO_CLOSE_MS,
  // The wait before a retry comes with each failure; this one is for attempts that are cut off without one.
  retry: {
    initialInterval: PROVIDER_BACKOFF.firstDelayMs,
    backoffCoefficient: 2,
    maximumInterval: PROVIDER_BACKOFF.longestDelayMs,
  },
};

/** A repeated call could register twice, or cost the customer an OTP: only the workflow knows when it is safe. */
const ONCE: ActivityOptions = { startToCloseTimeout: START_TO_CLOSE_MS, retry: { maximumAttempts: 1 } };

// Of iServeU's calls that wait for a worker, the one whose customer waits most comes first; 1 is the highest priority.
const REGISTRATION_FIRST = { priorityKey: 1 };
const SEND_NEXT = { priorityKey: 2 };
const CHECK_LAST = { priorityKey: 3 };

type Calls<Name extends keyof OnboardingActivities> = Pick<OnboardingActivities, Name>;

/** Each call by name; Temporal Web shows `summary` beside it. */
export const calling = {
  getCustomer: (summary: string) =>
    proxyActivities<Calls<'getCustomer'>>({ ...READ, priority: CHECK_LAST, summary }).getCustomer,
  sendOtp: () =>
    proxyActivities<Calls<'sendOtp'>>({ ...ONCE, priority: SEND_NEXT, summary: 'send an OTP to the customer' }).sendOtp,
  processCustomerRegistration: () =>
    proxyActivities<Calls<'processCustomerRegistration'>>({
      ...ONCE,
      priority: REGISTRATION_FIRST,
      summary: 'register the customer',
    }).processCustomerRegistration,
  // A queue of its own, so that a provider that hangs does not hold up the other.
  fetchClientProfile: () =>
    proxyActivities<Calls<'fetchClientProfile'>>({
      ...READ,
      taskQueue: iiflTaskQueue(workflowInfo().taskQueue),
      summary: 'fetch the client profile',
    }).fetchClientProfile,
};

/**
 * Calls a provider until its answer is one of `kinds`; every other one, and every fault, needs attention.
 * @throws GaveUp when the step's give-up time is over
 */
export async function askUntilAnswered<Answer extends { kind: string }, Kind extends Answer['kind']>(
  provider: Provider,
  step: Step,
  kinds: readonly Kind[],
  ask: () => Promise<Answer>,
): Promise<Extract<Answer, { kind: Kind }>> {
  for (;;) {
    let fault: Fault;
    try {
      const answer = await ask();
      if (isOneOf(answer, kinds)) return answer as Extract<Answer, { kind: Kind }>;
      fault = isOneOf(answer, ['agentNotSetUp']) ? AGENT_NOT_SET_UP : unknownAnswer(provider);
    } catch (error) {
      fault = readFault(error, provider);
    }
    await step.waitForAttention(fault);
  }
}

/**
 * Whether an activity's result is an answer of one of these kinds. Nothing may be concluded from any other result: an
 * operator can complete an activity by hand, and a payload may be unreadable.
 */
export function isOneOf(answer: unknown, kinds: readonly string[]): boolean {
  if (typeof answer !== 'object' || answer === null) return false;
  const { kind } = answer as { kind?: unknown };
  return typeof kind === 'string' && kinds.includes(kind);
}
