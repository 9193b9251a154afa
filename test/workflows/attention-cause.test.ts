import { afterEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../dev/simulators/index.js';
import { headReply } from '../support/iifl-faults.js';
import { failed, httpStatus, reply, SERVER_ISSUE, tooManyRequests } from '../support/iserveu-faults.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';

const suite = TimeSkippingSuite.use({ environment: { ISERVEU_TIMEOUT_MS: '1500' } });

/** One try, then attention. */
const AT_ONCE = { attentionAfterMs: 1 };

afterEach(async () => {
  await suite.iserveu.acceptConnections();
});

describe('attention.cause of get-customer', () => {
  test.each<[string, Fault, string, string]>([
    ['503', httpStatus(503), 'iserveu-unavailable', 'iServeU answered with HTTP 503'],
    ['401', httpStatus(401), 'iserveu-access', 'iServeU refused our credentials (HTTP 401)'],
    ['429', tooManyRequests(1), 'iserveu-unavailable', 'iServeU asked for fewer calls (HTTP 429)'],
    ['silence', { kind: 'hang' }, 'iserveu-unavailable', 'iServeU did not answer within 1.5 s'],
    ['code 4', SERVER_ISSUE, 'iserveu-unavailable', 'iServeU reports an internal server issue (code 4)'],
    [
      'an answer without a status code that names the customer',
      reply({ statusDesc: 'Asha Rao is blocked' }),
      'iserveu-contract',
      'answer outside the contract: statusCode is missing or of the wrong type',
    ],
    [
      'an unknown agent',
      failed('-1', 'User not onboarded'),
      'iserveu-agent',
      'iServeU answered that the agent (username) is not onboarded, or is empty',
    ],
  ])('%s', async (_, fault, reason, cause) => {
    const customer = suite.newCustomer().meets('getCustomer', fault, 'always');
    const onboarding = await customer.onboard({}, AT_ONCE);
    expect((await onboarding.untilAttention(reason)).attention?.cause).toBe(cause);
  });

  test('a refused connection', async () => {
    await suite.iserveu.refuseConnections();
    const onboarding = await suite.newCustomer().onboard({}, AT_ONCE);
    const { attention } = await onboarding.untilAttention('iserveu-unavailable');
    expect(attention?.cause).toBe('no connection to iServeU: the connection was refused (ECONNREFUSED)');
  });

  test('it follows the latest try, and stands in the current details with what to do', async () => {
    const customer = suite.newCustomer().meets('getCustomer', httpStatus(500)).meets('getCustomer', httpStatus(503));
    const onboarding = await customer.onboard({}, AT_ONCE);
    await onboarding.until(({ attention }) => attention?.cause === 'iServeU answered with HTTP 500');
    await onboarding.retryNow();
    await onboarding.until(({ attention }) => attention?.cause === 'iServeU answered with HTTP 503');
    const { currentDetails } = await onboarding.handle.query<{ currentDetails: string }>(
      '__temporal_workflow_metadata',
    );
    expect(currentDetails).toContain('- cause: iServeU answered with HTTP 503');
    expect(currentDetails).toContain(`\`onboarding retry ${onboarding.handle.workflowId}\``);
  });
});

test('attention.cause of a registration that is not processed', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', httpStatus(403));
  const onboarding = await customer.onboardUntilCode();
  await onboarding.submit(RIGHT_OTP);
  const { attention } = await onboarding.untilAttention('iserveu-access');
  expect(attention?.cause).toBe('iServeU refused our credentials (HTTP 403)');
});

test('attention.cause of registrations that stay unconfirmed, beside the wait for the next OTP', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', httpStatus(503), 2);
  const onboarding = await customer.onboardUntilCode({}, { readBackWindowMs: 1 });
  await onboarding.submit('111111');
  await onboarding.untilEvent('otpAwaited', 2);
  await onboarding.submit('222222');
  const { attention } = await onboarding.untilAttention('iserveu-unavailable');
  expect(attention?.cause).toBe('iServeU left the registrations with the last two OTPs unconfirmed');
});

test('attention.cause of IIFL says IIFL', async () => {
  const customer = suite.newCustomer().meetsAtIifl(headReply({ status: '2' }));
  const onboarding = await customer.onboardForProfile();
  const { attention } = await onboarding.untilAttention('iifl-access');
  expect(attention?.cause).toBe('IIFL refuses the head of the request');
});
