import { Connection } from '@temporalio/client';
import { encodeSearchAttributeIndexedValueType } from '@temporalio/common/lib/search-attributes.js';
import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { setUpNamespace } from '../../src/client/namespace-setup.js';
import { MissingSearchAttributes, requireSearchAttributes } from '../../src/worker/search-attributes.js';
import { newNamespace } from '../client/new-namespace.js';

let native: NativeConnection;
let connection: Connection;
beforeAll(async () => {
  native = await NativeConnection.connect({ address: inject('temporalAddress') });
  connection = await Connection.connect({ address: inject('temporalAddress') });
});
afterAll(async () => {
  await native.close();
  await connection.close();
});

const INT = encodeSearchAttributeIndexedValueType('INT');

test('a worker starts only after `onboarding setup`: before it, all four search attributes are named', async () => {
  const namespace = await newNamespace(connection);
  await expect(requireSearchAttributes(native, namespace)).rejects.toThrow(
    `The namespace ${namespace} lacks the search attributes OnboardingStage, OnboardingOutcome, ` +
      'OnboardingAttention, OnboardingOtpDeadline. Register them with `onboarding setup`, then start the worker again.',
  );
  await setUpNamespace(connection, namespace);
  await requireSearchAttributes(native, namespace);
});

test('a search attribute of another type is named with both types', async () => {
  if (INT === undefined) throw new Error('Temporal has no attribute type INT');
  const namespace = await newNamespace(connection);
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: { OnboardingStage: INT } });
  const refusal = new MissingSearchAttributes(namespace, {
    missing: ['OnboardingOutcome', 'OnboardingAttention', 'OnboardingOtpDeadline'],
    mistyped: ['search attribute OnboardingStage is registered as Int and must be Keyword'],
  });
  expect(refusal.message).toContain(
    `In the namespace ${namespace}, search attribute OnboardingStage is registered as Int and must be Keyword: ` +
      'remove it there.',
  );
  // The server's parts learn of an attribute one after the other.
  await vi.waitFor(() => expect(requireSearchAttributes(native, namespace)).rejects.toThrow(refusal), {
    timeout: 20_000,
  });
});
