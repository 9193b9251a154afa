import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { AnswerUnreadable } from '../../src/client/errors.js';
import { OnboardingClient } from '../../src/client/onboarding-client.js';
import type { PayloadKeys } from '../../src/contract/payload-keys.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { attributesOf } from '../support/workflow-history.js';
import { KeyedOnboardings } from './keyed-onboardings.js';
import { KEY_A, KEY_B } from './payloads.js';

/** The server tries a failed workflow task again by itself: at once, then every 10 s, later less often. */
const UNTIL_TRIED_AGAIN_MS = 60_000;

let onboardings: KeyedOnboardings;
beforeAll(async () => {
  onboardings = await KeyedOnboardings.create();
});
afterAll(async () => {
  await onboardings.stop();
});

test.each<[string, PayloadKeys, string]>([
  ['lacks its key', [KEY_B], '9876502001'],
  ['has another key of the same id', [{ id: 'a', key: KEY_B.key }], '9876502002'],
  ['has no keys', 'none', '9876502003'],
])(
  'an onboarding waits on a worker that %s, and goes on once the key is back',
  async (_case, wrongKeys, mobileNumber) => {
    await onboardings.deploy(wrongKeys);
    const onboarding = await onboardings.start([KEY_A], mobileNumber);
    await vi.waitFor(
      async () => {
        expect(await attributesOf(onboarding.handle, 'workflowTaskFailedEventAttributes')).toHaveLength(1);
      },
      { timeout: 20_000 },
    );
    expect((await onboarding.handle.describe()).status.name).toBe('RUNNING');

    await onboardings.deploy([KEY_A]);
    await vi.waitFor(() => onboarding.untilStage('awaitingOtp'), { timeout: UNTIL_TRIED_AGAIN_MS });
    await onboarding.submit(RIGHT_OTP);
    expect(await onboarding.result()).toMatchObject({ outcome: 'registered' });
  },
  2 * UNTIL_TRIED_AGAIN_MS,
);

test('the client says of an answer which key it needs', async () => {
  await onboardings.deploy([KEY_A]);
  const { handle } = await onboardings.start([KEY_A], '9876502004');
  const connection = { address: inject('temporalAddress') };
  const client = await OnboardingClient.connect({ connection, payloadKeys: [KEY_B] });
  try {
    const error: unknown = await client.status(handle.workflowId).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(AnswerUnreadable);
    expect((error as Error).message).toBe(
      'A payload was encrypted under the key a, which this process does not have. ' +
        'Add that key to PAYLOAD_KEYS and start the process again.',
    );
  } finally {
    await client.close();
    await handle.terminate('end of the test');
  }
});
