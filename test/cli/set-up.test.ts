import { Client, Connection } from '@temporalio/client';
import { encodeSearchAttributeIndexedValueType } from '@temporalio/common/lib/search-attributes.js';
import { msToTs, optionalTsToMs } from '@temporalio/common/lib/time.js';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { newNamespace } from '../client/new-namespace.js';
import { documents, runCommand } from './run-command.js';

const ATTRIBUTES = {
  OnboardingStage: 'Keyword',
  OnboardingOutcome: 'Keyword',
  OnboardingAttention: 'Keyword',
  OnboardingOtpDeadline: 'Datetime',
};

let connection: Connection;
beforeAll(async () => {
  connection = await Connection.connect({ address: inject('temporalAddress') });
});
afterAll(async () => {
  await connection.close();
});

const variables = (namespace: string) => ({
  TEMPORAL_ADDRESS: inject('temporalAddress'),
  TEMPORAL_NAMESPACE: namespace,
});

const INT = encodeSearchAttributeIndexedValueType('INT');

const outcome = (added: boolean) =>
  Object.fromEntries(Object.entries(ATTRIBUTES).map(([name, type]) => [name, { type, added }]));

test('setup adds what is missing, can be done again, and says both times what it did', async () => {
  const namespace = await newNamespace(connection);
  const env = variables(namespace);
  const first = await runCommand(['setup', '--json'], { env });
  expect(first).toMatchObject({ exitCode: 0, stderr: '' });
  const retention = { days: 7, previousDays: 1 };
  expect(documents(first)).toEqual([{ namespace, searchAttributes: outcome(true), retention }]);

  // Usable at once: a workflow that sets all of them is taken and listed.
  const { workflow } = new Client({ connection, namespace });
  const workflowId = crypto.randomUUID();
  const typedSearchAttributes = [
    { key: { name: 'OnboardingStage', type: 'KEYWORD' }, value: 'checking' },
    { key: { name: 'OnboardingOtpDeadline', type: 'DATETIME' }, value: new Date() },
  ] as const;
  await workflow.start('onboardCustomer', {
    workflowId,
    taskQueue: 'nobody-works-here',
    typedSearchAttributes: [...typedSearchAttributes],
  });

  const second = await runCommand(['setup'], { env });
  expect(second).toMatchObject({ exitCode: 0, stderr: '' });
  expect(second.stdout).toBe(
    [
      `Namespace ${namespace}`,
      ...Object.entries(ATTRIBUTES).map(([name, type]) => `  ${name} (${type})  was there already`),
      '  retention 7 days  as it was',
      '',
    ].join('\n'),
  );
});

test('setup leaves a retention of 30 days as it is', async () => {
  const namespace = await newNamespace(connection);
  await connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: msToTs('30 days') },
  });
  const result = await runCommand(['setup', '--json'], { env: variables(namespace) });
  expect(documents(result)).toMatchObject([{ retention: { days: 30, previousDays: 30 } }]);
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  expect(optionalTsToMs(config?.workflowExecutionRetentionTtl)).toBe(30 * 86_400_000);
});

test('setup refuses an attribute that is registered with another type', async () => {
  if (INT === undefined) throw new Error('Temporal has no attribute type INT');
  const namespace = await newNamespace(connection);
  const env = variables(namespace);
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: { OnboardingStage: INT },
  });
  await vi.waitFor(
    async () => {
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
      expect(customAttributes).toHaveProperty('OnboardingStage');
    },
    { timeout: 20_000 },
  );
  const { exitCode, stderr } = await runCommand(['setup'], { env });
  expect(exitCode).toBe(5);
  expect(stderr).toContain('search attribute OnboardingStage is registered as Int and must be Keyword');
});

test('list in a namespace without the search attributes names setup', async () => {
  const namespace = await newNamespace(connection);
  const { exitCode, stderr } = await runCommand(['list', '--stage', 'closed'], { env: variables(namespace) });
  expect(exitCode).toBe(5);
  expect(stderr).toContain('`onboarding setup` registers them');
});

test('setup of a namespace that does not exist ends with exit code 5', async () => {
  const { exitCode, stderr } = await runCommand(['setup'], { env: variables('nowhere') });
  expect(exitCode).toBe(5);
  expect(stderr).toContain('the namespace does not exist');
});
