import { afterAll, beforeAll, expect, test } from 'vitest';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { expectNoWorkflowTaskFailed } from '../support/workflow-history.js';
import { KeyedOnboardings, keysInHistory } from './keyed-onboardings.js';
import { KEY_A, KEY_B } from './payloads.js';

/* The steps of docs/encryption.md, with onboardings under way through all of them. */

let onboardings: KeyedOnboardings;
beforeAll(async () => {
  onboardings = await KeyedOnboardings.create();
});
afterAll(async () => {
  await onboardings.stop();
});

test('onboardings run on while a new key is added, promoted, and the old one retired', async () => {
  // Before: the key a alone.
  await onboardings.deploy([KEY_A]);
  const first = await onboardings.start([KEY_A], '9876501001');
  const second = await onboardings.start([KEY_A], '9876501002');
  await first.untilStage('awaitingOtp');
  await second.untilStage('awaitingOtp');

  // Add: the worker knows b; a client that does not know of it yet goes on.
  await onboardings.deploy([KEY_A, KEY_B]);
  await first.submit(RIGHT_OTP);
  expect(await first.result()).toMatchObject({ outcome: 'registered' });
  expect(new Set(await keysInHistory(first))).toEqual(new Set(['a']));

  // Promote: clients first or the worker first, in whichever order they are deployed.
  const promotedEarly = await onboardings.start([KEY_B, KEY_A], '9876501003');
  await promotedEarly.untilStage('awaitingOtp');
  await onboardings.deploy([KEY_B, KEY_A]);
  const promotedLate = onboardings.seenWith([KEY_A, KEY_B], second);
  await promotedLate.submit(RIGHT_OTP);
  expect(await promotedLate.result()).toMatchObject({ outcome: 'registered' });
  // Start, question and answer under a; the code too, from the old client; what came after it under b.
  expect(await keysInHistory(second)).toEqual(['a', 'a', 'a', 'a', 'b', 'b', 'b']);

  // Retire: only b is left; nothing that is open was ever written under a alone.
  const third = await onboardings.start([KEY_B], '9876501004');
  await third.untilStage('awaitingOtp');
  await onboardings.deploy([KEY_B]);
  await third.submit(RIGHT_OTP);
  expect(await third.result()).toMatchObject({ outcome: 'registered' });
  expect(new Set(await keysInHistory(third))).toEqual(new Set(['b']));

  // What ended under a alone cannot be read any more, and says so.
  await expect(onboardings.seenWith([KEY_B], first).result()).rejects.toMatchObject({
    name: 'PayloadDecryptionFailed',
    keyId: 'a',
  });
  for (const onboarding of [first, second, third]) await expectNoWorkflowTaskFailed(onboarding.handle);
  await promotedEarly.handle.terminate('end of the test');
});

test('onboardings run on when a deployment without keys gets them, and the result is encrypted', async () => {
  await onboardings.deploy('none');
  const onboarding = await onboardings.start('none', '9876501005');
  await onboarding.untilStage('awaitingOtp');
  await onboardings.deploy([KEY_A]);
  const seen = onboardings.seenWith([KEY_A], onboarding);
  await seen.submit(RIGHT_OTP);
  expect(await seen.result()).toMatchObject({ outcome: 'registered' });
  expect(await keysInHistory(onboarding)).toEqual(['clear', 'clear', 'clear', 'a', 'a', 'a', 'a']);
  await expectNoWorkflowTaskFailed(onboarding.handle);
});
