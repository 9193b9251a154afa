import { ApplicationFailure } from '@temporalio/common';
import { expect, test } from 'vitest';
import { PayloadDecryptionFailed } from '../../src/encryption/payload-decryption-failed.js';
import { withoutData } from '../../src/worker/log-fields.js';

const SECRET = '9876543210';

test('a line without an error stays as it is', () => {
  const meta = { workflowId: 'w', outcome: 'registered' };
  expect(withoutData({ message: 'registration decided', meta })).toEqual({
    text: 'registration decided',
    fields: meta,
  });
  expect(withoutData({ message: 'Worker state changed' })).toEqual({ text: 'Worker state changed', fields: {} });
});

test('of an error its name is left, or its failure type, and never its text', () => {
  const named = withoutData({ message: 'm', meta: { error: new SyntaxError(`${SECRET} is not valid JSON`) } });
  expect(named.fields).toEqual({ error: 'SyntaxError' });
  const typed = withoutData({
    message: 'm',
    meta: { error: ApplicationFailure.create({ message: SECRET, type: 'T' }) },
  });
  expect(typed.fields).toEqual({ error: 'T' });
});

test('a payload that cannot be decrypted is told with its key and workflow', () => {
  const error = new PayloadDecryptionFailed('unknownKey', 'k1', 'default', 'onboarding-1');
  const { fields } = withoutData({ message: 'Failed to process Workflow Activation', meta: { error, runId: 'r' } });
  expect(fields).toEqual({
    runId: 'r',
    workflowId: 'onboarding-1',
    error: 'PayloadDecryptionFailed',
    problem: expect.stringContaining('the key k1, which this process does not have') as string,
  });
});

test('an activity that could not begin is told without its task, which holds its input', () => {
  const { message } = new PayloadDecryptionFailed('unknownKey', 'k1', 'default');
  const error = ApplicationFailure.create({ message, type: 'PayloadDecryptionFailed' });
  const line = withoutData({
    message: `Error while processing ActivityTask.start: ${SECRET}`,
    meta: { error, workflowId: 'w', activityType: 'sendOtp', task: `{"input":"${SECRET}"}`, taskEncoded: SECRET },
  });
  expect(line).toEqual({
    text: 'an activity could not begin',
    fields: { workflowId: 'w', activityType: 'sendOtp', error: 'PayloadDecryptionFailed', problem: message },
  });
});
