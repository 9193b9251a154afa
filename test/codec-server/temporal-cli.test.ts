import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { findTemporalCli } from '../../dev/temporal/find-temporal-cli.js';
import { OnboardingHarness, CUSTOMER, RIGHT_OTP } from '../support/onboarding-harness.js';
import { Onboarding } from '../support/onboarding.js';
import { converterWith, keysInHistory } from '../encryption/keyed-onboardings.js';
import { KEY_A } from '../encryption/payloads.js';
import { CodecServerUnderTest, READER, WRITER } from './running-codec-server.js';

/* The commands of docs/encryption.md, by Temporal's own command-line tool. */

let cli: string;
let environment: TestWorkflowEnvironment;
let harness: OnboardingHarness;
let codecServer: CodecServerUnderTest;
beforeAll(async () => {
  cli = await findTemporalCli(() => undefined);
  const dataConverter = converterWith([KEY_A]);
  environment = await TestWorkflowEnvironment.createFromExistingServer({
    address: inject('temporalAddress'),
    client: { dataConverter },
  });
  harness = await OnboardingHarness.start(environment, { dataConverter });
  codecServer = await CodecServerUnderTest.start({ payloadKeys: [KEY_A], namespace: 'default' });
});
afterAll(async () => {
  await codecServer.stop();
  await harness.stop();
  await environment.teardown();
});

/** What the command prints, with the codec server and this token, or without a codec. */
async function temporal(words: string[], token?: string): Promise<string> {
  const codec = ['--codec-endpoint', `http://127.0.0.1:${codecServer.port}`, '--codec-auth', `Bearer ${token ?? ''}`];
  const args = ['workflow', ...words, '--address', inject('temporalAddress'), ...(token === undefined ? [] : codec)];
  const { stdout } = await promisify(execFile)(cli, args, { env: { HOME: tmpdir() } });
  return stdout;
}

function onboardingOf(workflowId: string): Onboarding {
  return new Onboarding(harness.client.workflow.getHandle(workflowId));
}

async function start(input: object, token?: string): Promise<Onboarding> {
  const workflowId = `onboarding-${randomUUID()}`;
  const named = ['--workflow-id', workflowId, '--type', 'onboardCustomer', '--task-queue', harness.taskQueue];
  await temporal(['start', ...named, '--input', JSON.stringify(input)], token);
  return onboardingOf(workflowId);
}

test('a whole onboarding by the CLI is encrypted, and shown decoded to the one with the right', async () => {
  const onboarding = await start({ ...CUSTOMER, mobileNumber: '9876506001' }, READER);
  const { workflowId } = onboarding.handle;
  await onboarding.untilStage('awaitingOtp');
  await temporal(
    ['signal', '--workflow-id', workflowId, '--name', 'submitOtp', '--input', `{"otp":"${RIGHT_OTP}"}`],
    WRITER,
  );
  await onboarding.result();
  expect(new Set(await keysInHistory(onboarding))).toEqual(new Set(['a']));

  const about = ['--workflow-id', workflowId];
  const decoded = await temporal(['show', ...about, '--detailed'], READER);
  const sealed = await temporal(['show', ...about, '--output', 'json']);
  for (const personal of [CUSTOMER.name, RIGHT_OTP, '9876506001']) {
    expect(decoded).toContain(personal);
    expect(sealed).not.toContain(personal);
    expect(sealed).not.toContain(Buffer.from(personal).toString('base64'));
  }
  expect(await temporal(['result', ...about], READER)).toContain('"outcome":"registered"');
  expect(await temporal(['query', ...about, '--name', 'status'], READER)).toContain('"stage":"closed"');
});

test('every decoding by the CLI is on record, with the namespace', async () => {
  const onboarding = await start({ ...CUSTOMER, mobileNumber: '9876506002' }, READER);
  await onboarding.untilStage('awaitingOtp');
  const before = codecServer.log.length;
  await temporal(['show', '--workflow-id', onboarding.handle.workflowId, '--output', 'json'], READER);
  const lines = codecServer.log.slice(before);
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toMatchObject({ audit: 'decode', who: 'support', namespace: 'default' });
  await onboarding.handle.terminate('end of the test');
});

test('the CLI shows the message of a failure in JSON alone, beside its type', async () => {
  const onboarding = await start({ ...CUSTOMER, mobileNumber: '1' }, READER);
  await onboarding.failure();
  const about = ['--workflow-id', onboarding.handle.workflowId, '--output', 'json'];
  // It ends with an error, since the workflow did.
  const { stdout } = (await temporal(['result', ...about], READER).catch((error: unknown) => error)) as {
    stdout: string;
  };
  expect(JSON.parse(stdout)).toMatchObject({
    closeEvent: {
      workflowExecutionFailedEventAttributes: {
        failure: {
          message: 'Encoded failure',
          encodedAttributes: {
            message: expect.stringContaining('mobileNumber must be a string of ten digits') as string,
          },
          applicationFailureInfo: { type: 'InvalidRequest' },
        },
      },
    },
  });
});
