import { randomBytes } from 'node:crypto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { PayloadKey } from '../../src/contract/payload-keys.js';
import { documents, runCommand } from '../cli/run-command.js';
import { CUSTOMER, OnboardingHarness, RIGHT_OTP } from '../support/onboarding-harness.js';
import { Onboarding } from '../support/onboarding.js';
import { converterWith, keysInHistory } from './keyed-onboardings.js';
import { KEY_A, KEY_B } from './payloads.js';

let environment: TestWorkflowEnvironment;
let harness: OnboardingHarness;
beforeAll(async () => {
  const dataConverter = converterWith([KEY_A]);
  const address = inject('temporalAddress');
  environment = await TestWorkflowEnvironment.createFromExistingServer({ address, client: { dataConverter } });
  harness = await OnboardingHarness.start(environment, { dataConverter });
});
afterAll(async () => {
  await harness.stop();
  await environment.teardown();
});

const entry = ({ id, key }: PayloadKey) => `${id}:${Buffer.from(key).toString('base64')}`;
const customerIdKey = randomBytes(32).toString('base64');

function variables(...keys: PayloadKey[]): Record<string, string> {
  return {
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    ONBOARDING_TASK_QUEUE: harness.taskQueue,
    CUSTOMER_ID_KEY: customerIdKey,
    PAYLOAD_KEYS: keys.map(entry).join(','),
  };
}

test('the command onboards with PAYLOAD_KEYS, and names the key that it lacks without', async () => {
  const stdin = JSON.stringify({ ...CUSTOMER, mobileNumber: '9876508001' });
  const started = await runCommand(['start', '--input', '-', '--json'], { env: variables(KEY_A), stdin });
  expect(started).toMatchObject({ exitCode: 0, stderr: '' });
  const [{ onboardingId: id } = { onboardingId: '' }] = documents(started) as { onboardingId: string }[];

  const code = await runCommand(['otp', id, RIGHT_OTP, '--wait', '20'], { env: variables(KEY_A) });
  expect(code).toMatchObject({ exitCode: 0, stderr: '' });
  const lacking = await runCommand(['result', id], { env: variables(KEY_B) });
  expect(lacking).toMatchObject({ exitCode: 5, stdout: '' });
  expect(lacking.stderr).toContain('encrypted under the key a, which this process does not have');
  const result = await runCommand(['result', id, '--json'], { env: variables(KEY_B, KEY_A) });
  expect(documents(result)).toMatchObject([{ outcome: 'registered', record: { name: CUSTOMER.name } }]);

  const onboarding = new Onboarding(environment.client.workflow.getHandle(id));
  expect(new Set(await keysInHistory(onboarding))).toEqual(new Set(['a']));
});
