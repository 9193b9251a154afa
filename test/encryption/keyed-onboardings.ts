import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { inject } from 'vitest';
import type { PayloadKeys } from '../../src/contract/payload-keys.js';
import { createDataConverter } from '../../src/encryption/data-converter.js';
import type { OnboardingPolicy } from '../../src/contract/policy.js';
import { Onboarding } from '../support/onboarding.js';
import { PausableWorker } from '../support/pausable-worker.js';
import { metadataOf } from './payloads.js';

/** How a client or worker with these keys reads and writes. */
export function converterWith(payloadKeys: PayloadKeys): DataConverter {
  return createDataConverter({ payloadKeys, namespace: 'default' });
}

/** A worker on the real server that can be given other keys, and clients with any keys. */
export class KeyedOnboardings {
  private constructor(
    readonly worker: PausableWorker,
    private readonly connection: Connection,
  ) {}

  static async create(): Promise<KeyedOnboardings> {
    return new KeyedOnboardings(
      await PausableWorker.create(),
      await Connection.connect({ address: inject('temporalAddress') }),
    );
  }

  /** Replaces the worker, as a deployment does, by one with these keys. */
  async deploy(payloadKeys: PayloadKeys): Promise<void> {
    await this.worker.pause();
    await this.worker.resume(converterWith(payloadKeys));
  }

  /** Starts an onboarding from a client with these keys. */
  async start(payloadKeys: PayloadKeys, mobileNumber: string, policy: Partial<OnboardingPolicy> = {}) {
    return await this.worker.startOnboarding(mobileNumber, policy, converterWith(payloadKeys));
  }

  /** The same onboarding as a client with other keys sees it. */
  seenWith(payloadKeys: PayloadKeys, { handle }: Onboarding): Onboarding {
    const client = new Client({ connection: this.connection, dataConverter: converterWith(payloadKeys) });
    return new Onboarding(client.workflow.getHandle(handle.workflowId));
  }

  async stop(): Promise<void> {
    await this.worker.stop();
    await this.connection.close();
  }
}

/** The ids of the keys that start, signals, calls and their results of an onboarding are encrypted under, in order. */
export async function keysInHistory({ handle }: Onboarding): Promise<string[]> {
  const { events } = await handle.fetchHistory();
  const payloads = (events ?? []).flatMap((event) => [
    ...(event.workflowExecutionStartedEventAttributes?.input?.payloads ?? []),
    ...(event.workflowExecutionSignaledEventAttributes?.input?.payloads ?? []),
    ...(event.activityTaskScheduledEventAttributes?.input?.payloads ?? []),
    ...(event.activityTaskCompletedEventAttributes?.result?.payloads ?? []),
    ...(event.workflowExecutionCompletedEventAttributes?.result?.payloads ?? []),
  ]);
  return payloads.map((payload) => metadataOf(payload)['encryption-key-id'] ?? 'clear');
}
