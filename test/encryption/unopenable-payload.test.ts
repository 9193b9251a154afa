import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { encryptPayload } from '../../src/encryption/encrypted-payload.js';
import { KeyRing } from '../../src/encryption/key-ring.js';
import { EncryptionCodec } from '../../src/encryption/payload-codec.js';
import { CUSTOMER } from '../support/onboarding-harness.js';
import { clientSending } from '../support/raw-client.js';
import { attributesOf } from '../support/workflow-history.js';
import { KeyedOnboardings } from './keyed-onboardings.js';
import { jsonPayload, KEY_A } from './payloads.js';

let onboardings: KeyedOnboardings;
let client: Client;
beforeAll(async () => {
  client = new Client({ connection: await Connection.connect({ address: inject('temporalAddress') }) });
  onboardings = await KeyedOnboardings.create();
  await onboardings.deploy([KEY_A]);
});
afterAll(async () => {
  await onboardings.stop();
  await client.connection.close();
});

const ring = new KeyRing([KEY_A]);
const codec = new EncryptionCodec({ ring, namespace: 'default' });

function requestFor(namespace: string): Payload {
  if (ring.first === undefined) throw new Error('the ring has no key');
  return encryptPayload(jsonPayload(CUSTOMER), ring.first, namespace);
}

function withData(change: (data: Buffer) => Buffer): Payload {
  const request = requestFor('default');
  return { ...request, data: change(Buffer.from(request.data ?? [])) };
}

const NOT_AUTHENTIC = 'A payload does not open under the key a in the namespace default';

test.each<[string, Payload, string]>([
  ['altered', withData((data) => data.fill(0, 20, 24)), NOT_AUTHENTIC],
  ['without its last byte', withData((data) => data.subarray(0, -1)), NOT_AUTHENTIC],
  [
    'cut off before its tag',
    withData((data) => data.subarray(0, 20)),
    'A payload that was encrypted under the key a is cut off',
  ],
  ['moved here from another namespace', requestFor('another'), NOT_AUTHENTIC],
])('a request that was %s fails no workflow: its task fails, and names the key', async (_how, request, words) => {
  const workflowId = `onboarding-${randomUUID()}`;
  const { taskQueue } = onboardings.worker;
  const handle = await clientSending(client, request).workflow.start('onboardCustomer', {
    workflowId,
    taskQueue,
    args: [0],
  });
  const failed = await vi.waitFor(
    async () => {
      const [task] = await attributesOf(handle, 'workflowTaskFailedEventAttributes');
      if (task === undefined) throw new Error('no workflow task has failed');
      return task;
    },
    { timeout: 20_000 },
  );
  const [attributes] = await codec.decode([failed.failure?.encodedAttributes ?? {}]);
  expect(Buffer.from(attributes?.data ?? []).toString()).toContain(words);
  expect((await handle.describe()).status.name).toBe('RUNNING');
  await handle.terminate('end of the test');
});
