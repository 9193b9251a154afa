import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import fc from 'fast-check';
import { afterAll, beforeEach, expect, inject, test } from 'vitest';
import { KeyRing } from '../../src/encryption/key-ring.js';
import { EncryptionCodec } from '../../src/encryption/payload-codec.js';
import { CUSTOMER, RIGHT_OTP } from '../support/onboarding-harness.js';
import { clientSending } from '../support/raw-client.js';
import { attributesOf } from '../support/workflow-history.js';
import { KeyedOnboardings } from './keyed-onboardings.js';
import { arbitraryPayload, comparable, jsonPayload, KEY_A, KEY_B, NAMESPACE } from './payloads.js';
import { readProtobuf, writeProtobuf } from './payload-protobuf.js';
import { DocumentedPython, type PythonRequest } from './python.js';

/* A backend in Python, which knows of us the page docs/encryption.md alone. */

const found = await DocumentedPython.find();
const python = 'reason' in found ? undefined : found;

const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');
const bytes = (text = '') => Buffer.from(text, 'base64');
const codecOf = (namespace: string) => new EncryptionCodec({ ring: new KeyRing([KEY_A]), namespace });

async function ask(requests: PythonRequest[]) {
  if (python === undefined) throw new Error('there is no Python');
  return await python.ask(requests);
}

const about = (namespace: string) => ({ key: base64(KEY_A.key), keyId: KEY_A.id, namespace });

async function encryptedInPython(payloads: Payload[], namespace: string): Promise<Payload[]> {
  const answers = await ask(payloads.map((each) => ({ ...about(namespace), payload: base64(writeProtobuf(each)) })));
  return answers.map(({ metadata, data }) => ({
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, bytes(value)])),
    data: bytes(data),
  }));
}

function toDecrypt({ metadata, data }: Payload, namespace: string): PythonRequest {
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)]);
  return {
    ...about(namespace),
    metadata: Object.fromEntries(entries) as Record<string, string>,
    data: base64(data),
  };
}

beforeEach(({ skip }) => {
  if ('reason' in found) skip(found.reason);
});
afterAll(async () => {
  await python?.close();
});

test('any payload encrypted in Python opens here, and the other way round', async () => {
  const payloads = fc.sample(arbitraryPayload, { numRuns: 100, seed: 7 });
  const codec = codecOf(NAMESPACE);
  const opened = await codec.decode(await encryptedInPython(payloads, NAMESPACE));
  expect(opened.map(comparable)).toEqual(payloads.map(comparable));

  const sealed = await codec.encode(payloads);
  const answers = await ask(sealed.map((each) => toDecrypt(each, NAMESPACE)));
  expect(answers.map(({ payload }) => comparable(readProtobuf(bytes(payload))))).toEqual(payloads.map(comparable));
});

test('Python too refuses another namespace, another key id, an altered payload', async () => {
  const [sealed = {}] = await codecOf(NAMESPACE).encode([jsonPayload('secret')]);
  const altered = Buffer.from(sealed.data ?? []);
  altered[20] = (altered[20] ?? 0) ^ 1;
  const relabelled = { ...sealed.metadata, 'encryption-key-id': Buffer.from('b') };
  const answers = await ask([
    toDecrypt(sealed, 'another'),
    { ...toDecrypt({ ...sealed, metadata: relabelled }, NAMESPACE), keyId: 'b' },
    toDecrypt({ ...sealed, data: altered }, NAMESPACE),
    { ...toDecrypt(sealed, NAMESPACE), key: base64(KEY_B.key) },
    { ...toDecrypt(sealed, NAMESPACE), keyId: 'b' },
  ]);
  expect(answers.map(({ error }) => error)).toEqual([
    'InvalidTag',
    'InvalidTag',
    'InvalidTag',
    'InvalidTag',
    'KeyError',
  ]);
});

test('a Python backend onboards a customer and reads the result', async () => {
  const onboardings = await KeyedOnboardings.create();
  await onboardings.deploy([KEY_A]);
  const client = new Client({ connection: await Connection.connect({ address: inject('temporalAddress') }) });
  const [request = {}, code = {}] = await encryptedInPython(
    [jsonPayload({ ...CUSTOMER, mobileNumber: '9876507001' }), jsonPayload({ otp: RIGHT_OTP })],
    'default',
  );
  const { taskQueue } = onboardings.worker;
  const workflowId = `onboarding-${randomUUID()}`;
  await clientSending(client, request).workflow.start('onboardCustomer', { workflowId, taskQueue, args: [0] });
  const handle = clientSending(client, code).workflow.getHandle(workflowId);
  await handle.signal('submitOtp', 0);
  await handle.result().catch(() => undefined);

  const [ended] = await attributesOf(handle, 'workflowExecutionCompletedEventAttributes');
  const [result = {}] = ended?.result?.payloads ?? [];
  const [answer] = await ask([toDecrypt(result, 'default')]);
  const record = readProtobuf(bytes(answer?.payload));
  expect(JSON.parse(Buffer.from(record.data ?? []).toString())).toMatchObject({
    outcome: 'registered',
    record: { mobileNumber: '9876507001', name: CUSTOMER.name },
  });
  await client.connection.close();
  await onboardings.stop();
});
