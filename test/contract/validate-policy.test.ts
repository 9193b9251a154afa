import { describe, expect, test } from 'vitest';
import { POLICY_BOUNDS, POLICY_DEFAULTS } from '../../src/contract/policy.js';
import { validateOnboardingRequest, validatePolicy, withPolicyDefaults } from '../../src/contract/validate-request.js';

const REQUEST = { mobileNumber: '9876543210', name: 'Asha Rao', latlong: '12.97,77.59', publicIP: '203.0.113.7' };
const wrongFields = (policy: unknown) => validatePolicy(policy).map(({ field }) => field);

/** Give-up times and the time between tries that fit the shortest, and the longest, of the other. */
const SHORT = { attentionRetryMs: 1, registrationGiveUpMs: 1, enrichmentGiveUpMs: 1 };
const SHORT_RETRIES = { attentionRetryMs: 60, registrationGiveUpMs: 60_000, enrichmentGiveUpMs: 60_000 };
const LONG = { attentionRetryMs: 2_592_000_000 };

describe.each(Object.entries(POLICY_BOUNDS))('%s', (name, { min, max }) => {
  test.each([min, max])('%d is allowed', (value) => {
    expect(wrongFields({ ...(value === min ? SHORT : LONG), [name]: value })).toEqual([]);
  });

  test.each([min - 1, max + 1, -min, min + 0.5, NaN, Infinity, `${min}`, true, null, [min], {}])(
    '%j is refused',
    (value) => {
      expect(wrongFields({ [name]: value })).toEqual([`policy.${name}`]);
    },
  );
});

describe.each(['sendOtp', 'notify'])('%s', (name) => {
  test.each([true, false])('%j is allowed', (value) => {
    expect(wrongFields({ [name]: value })).toEqual([]);
  });

  test.each(['true', 1, 0, null])('%j is refused', (value) => {
    expect(wrongFields({ [name]: value })).toEqual([`policy.${name}`]);
  });
});

describe('give-up times are at most 1,000 times attentionRetryMs', () => {
  test.each([
    [{ attentionRetryMs: 86_400 }, []],
    [{ attentionRetryMs: 86_399 }, ['registrationGiveUpMs', 'enrichmentGiveUpMs', 'attentionRetryMs']],
    [{ registrationGiveUpMs: 900_000_000 }, []],
    [{ registrationGiveUpMs: 900_000_001 }, ['registrationGiveUpMs', 'attentionRetryMs']],
    [{ enrichmentGiveUpMs: 900_000_001 }, ['enrichmentGiveUpMs', 'attentionRetryMs']],
    [
      { attentionRetryMs: 60_000, registrationGiveUpMs: 2_592_000_000, enrichmentGiveUpMs: 1 },
      ['registrationGiveUpMs', 'attentionRetryMs'],
    ],
  ])('%j: wrong are %j', (policy, wrong) => {
    expect(wrongFields(policy)).toEqual(wrong.map((name) => `policy.${name}`));
  });

  test('what a deployment sets counts with what the request sets', () => {
    const request = withPolicyDefaults({ ...REQUEST, policy: { registrationGiveUpMs: 60_001 } }, SHORT_RETRIES);
    expect(validateOnboardingRequest(request)).toMatchObject({
      ok: false,
      problems: [{ field: 'policy.registrationGiveUpMs' }, { field: 'policy.attentionRetryMs' }],
    });
  });
});

test('an unknown key is refused by its name', () => {
  expect(wrongFields({ otpLenght: 6, toString: 1 })).toEqual(['policy.otpLenght', 'policy.toString']);
});

test.each([null, [], 'fast', 1])('%j is no policy', (policy) => {
  expect(wrongFields(policy)).toEqual(['policy']);
});

test('a valid request has a whole policy: its own values over the defaults, undefined counting as absent', () => {
  const validation = validateOnboardingRequest({ ...REQUEST, policy: { otpWaitMs: 1, otpLength: undefined } });
  expect(validation).toMatchObject({ ok: true, request: { policy: { ...POLICY_DEFAULTS, otpWaitMs: 1 } } });
});

describe('defaults of a deployment', () => {
  test('stand under the policy of the request', () => {
    const request = withPolicyDefaults(
      { ...REQUEST, policy: { otpWaitMs: 1 } },
      { otpWaitMs: 2, otpMaxAttempts: 3, sendOtp: true },
    );
    expect(request).toEqual({ ...REQUEST, policy: { otpWaitMs: 1, otpMaxAttempts: 3, sendOtp: true } });
  });

  test('are the policy of a request without one', () => {
    expect(withPolicyDefaults(REQUEST, { otpLength: 4 })).toEqual({ ...REQUEST, policy: { otpLength: 4 } });
  });

  test('stand where the request’s value is undefined', () => {
    const policy = { otpLength: undefined } as unknown as { otpLength: number };
    expect(withPolicyDefaults({ ...REQUEST, policy }, { otpLength: 4 }).policy).toEqual({ otpLength: 4 });
  });

  test('without any, a request without a policy stays as it is', () => {
    expect(withPolicyDefaults(REQUEST, {})).toEqual(REQUEST);
  });

  test('do not hide a policy that is no object', () => {
    const request = { ...REQUEST, policy: null } as unknown as typeof REQUEST;
    expect(validateOnboardingRequest(withPolicyDefaults(request, { otpLength: 4 }))).toMatchObject({
      ok: false,
      problems: [{ field: 'policy' }],
    });
  });

  test('leave the given request and policy untouched', () => {
    const request = Object.freeze({ ...REQUEST, policy: Object.freeze({ otpWaitMs: 1 }) });
    const defaults = Object.freeze({ otpLength: 4 });
    expect(withPolicyDefaults(request, defaults).policy).toEqual({ otpLength: 4, otpWaitMs: 1 });
    expect(request.policy).toEqual({ otpWaitMs: 1 });
  });
});
