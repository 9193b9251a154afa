import { DEFAULT_TASK_QUEUE } from '../contract/names.js';
import type { PayloadKeys } from '../contract/payload-keys.js';
import type { OnboardingPolicy } from '../contract/policy.js';
import { describeProblems, validatePolicy } from '../contract/validate-request.js';
import { readPayloadKeys } from './encryption.js';
import { readEnvironment, type Environment, type EnvironmentReader } from './environment.js';
import { readTemporalConfig, type TemporalConfig } from './temporal.js';

/** Reads `ONBOARDING_TASK_QUEUE`, the task queue of the worker. @default onboarding */
export function readTaskQueue(reader: EnvironmentReader): string {
  return reader.optionalText('ONBOARDING_TASK_QUEUE') ?? DEFAULT_TASK_QUEUE;
}

/** Reads `CUSTOMER_ID_KEY`: 32 bytes in base64, the same wherever the same customers are onboarded. */
export function readCustomerIdKey(reader: EnvironmentReader): Uint8Array {
  return reader.base64Key('CUSTOMER_ID_KEY');
}

/** Reads `ONBOARDING_POLICY`: a partial policy in JSON that is put under the policy of every request. @default {} */
export function readPolicyDefaults(reader: EnvironmentReader): Partial<OnboardingPolicy> {
  const policy = reader.json('ONBOARDING_POLICY');
  if (policy === undefined) return {};
  const problems = validatePolicy(policy);
  if (problems.length === 0) return policy as Partial<OnboardingPolicy>;
  reader.report('ONBOARDING_POLICY', `must be a partial policy: ${describeProblems(problems)}`);
  return {};
}

/** What a process that uses the onboarding client is about to do; it reads only the variables that this needs. */
export interface ClientNeeds {
  /** Sends or receives requests, OTPs, statuses or results. */
  payloads: boolean;
  /** Computes workflow ids from mobile numbers. */
  customerIds: boolean;
  /** Starts onboardings. */
  starts: boolean;
}

export interface ClientConfig {
  temporal: TemporalConfig;
  payloadKeys?: PayloadKeys;
  customerIdKey?: Uint8Array;
  taskQueue?: string;
  policyDefaults?: Partial<OnboardingPolicy>;
}

/** @throws EnvironmentError naming every problem in the variables that the needs call for. */
export function readClientConfig(needs: ClientNeeds, env: Environment = process.env): ClientConfig {
  return readEnvironment(env, (reader) => ({
    temporal: readTemporalConfig(reader),
    ...(needs.payloads && { payloadKeys: readPayloadKeys(reader) }),
    ...((needs.customerIds || needs.starts) && { customerIdKey: readCustomerIdKey(reader) }),
    ...(needs.starts && { taskQueue: readTaskQueue(reader), policyDefaults: readPolicyDefaults(reader) }),
  }));
}

/** Reads only what computing a workflow id needs. @throws EnvironmentError */
export function readCustomerIdConfig(env: Environment = process.env): Uint8Array {
  return readEnvironment(env, readCustomerIdKey);
}

/** Reads where Temporal is. @throws EnvironmentError */
export function readTemporalOnlyConfig(env: Environment = process.env): TemporalConfig {
  return readEnvironment(env, readTemporalConfig);
}
