import { expect, test } from 'vitest';
import { readClientConfig, type ClientNeeds } from '../../src/config/client.js';
import { EnvironmentError, type Environment } from '../../src/config/environment.js';

const NOTHING: ClientNeeds = { payloads: false, customerIds: false, starts: false };
const EVERYTHING: ClientNeeds = { payloads: true, customerIds: true, starts: true };
const KEY = Buffer.alloc(32, 7).toString('base64');

function problemsOf(needs: ClientNeeds, env: Environment): string[] {
  try {
    readClientConfig(needs, env);
  } catch (error) {
    if (error instanceof EnvironmentError)
      return error.problems.map(({ variable, problem }) => `${variable} ${problem}`);
  }
  return [];
}

test('a command that needs nothing but Temporal starts with an empty environment', () => {
  expect(problemsOf(NOTHING, {})).toEqual([]);
});

test('every missing variable is named at once', () => {
  const problems = problemsOf(EVERYTHING, {});
  expect(problems).toHaveLength(2);
  expect(problems[0]).toMatch(/^PAYLOAD_KEYS is required/);
  expect(problems[1]).toMatch(/^CUSTOMER_ID_KEY is required/);
});

test('PAYLOAD_KEYS=none is clear text', () => {
  expect(readClientConfig({ ...NOTHING, payloads: true }, { PAYLOAD_KEYS: 'none' }).payloadKeys).toBe('none');
});

test('PAYLOAD_KEYS with a key is decoded to its id and 32 bytes', () => {
  const { payloadKeys } = readClientConfig({ ...NOTHING, payloads: true }, { PAYLOAD_KEYS: `k1:${KEY}` });
  expect(payloadKeys).toEqual([{ id: 'k1', key: Buffer.alloc(32, 7) }]);
});

test('CUSTOMER_ID_KEY is decoded to its 32 bytes', () => {
  const { customerIdKey } = readClientConfig({ ...NOTHING, customerIds: true }, { CUSTOMER_ID_KEY: KEY });
  expect(customerIdKey).toEqual(Buffer.alloc(32, 7));
});

test('a CUSTOMER_ID_KEY of 31 bytes is refused, its value unseen', () => {
  const short = Buffer.alloc(31, 7).toString('base64');
  const problems = problemsOf({ ...NOTHING, customerIds: true }, { CUSTOMER_ID_KEY: short });
  expect(problems).toEqual(['CUSTOMER_ID_KEY must be the base64 text of exactly 32 bytes']);
});

test('the task queue is onboarding where none is given', () => {
  const config = readClientConfig(EVERYTHING, { PAYLOAD_KEYS: 'none', CUSTOMER_ID_KEY: KEY });
  expect(config).toMatchObject({ taskQueue: 'onboarding', policyDefaults: {} });
});

test('ONBOARDING_POLICY is a partial policy', () => {
  const env = { PAYLOAD_KEYS: 'none', CUSTOMER_ID_KEY: KEY, ONBOARDING_POLICY: '{"sendOtp":true,"otpLength":4}' };
  expect(readClientConfig(EVERYTHING, env).policyDefaults).toEqual({ sendOtp: true, otpLength: 4 });
});

test.each([
  ['{"otpLength":3}', 'policy.otpLength must be a whole number from 4 to 10'],
  ['{"otpLenght":6}', 'policy.otpLenght is not a field of this contract'],
  ['{"attentionRetryMs":86399}', 'policy.registrationGiveUpMs must be at most 1000 times attentionRetryMs'],
  ['{"attentionRetryMs":86399}', 'policy.enrichmentGiveUpMs must be at most 1000 times attentionRetryMs'],
  ['{"attentionRetryMs":86399}', 'policy.attentionRetryMs must be at least 86400'],
  ['null', 'policy must be an object'],
  ['{', 'must be JSON'],
])('ONBOARDING_POLICY=%s is refused', (value, problem) => {
  const env = { PAYLOAD_KEYS: 'none', CUSTOMER_ID_KEY: KEY, ONBOARDING_POLICY: value };
  expect(problemsOf(EVERYTHING, env)).toEqual([expect.stringContaining(problem)]);
});
