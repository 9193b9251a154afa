import { ActivityFailure, ApplicationFailure, RetryState, TimeoutFailure } from '@temporalio/common';
import { expect, test } from 'vitest';
import { PAYLOAD_DECRYPTION_FAILED } from '../../src/contract/decryption-failure.js';
import { FailureType } from '../../src/contract/names.js';
import { causeOf } from '../../src/workflows/fault-cause.js';

const { ProviderUnavailable, ProviderThrottled, ProviderAccessDenied, ProviderContractBroken } = FailureType;

const failedBy = (cause: Error) => new ActivityFailure('failed', 'getCustomer', '1', RetryState.TIMEOUT, 'w', cause);
const told = (type: string, message: string) => failedBy(ApplicationFailure.create({ type, message }));

test.each([
  [ProviderUnavailable, 'HTTP 503', 'iServeU answered with HTTP 503'],
  [ProviderAccessDenied, 'HTTP 401', 'iServeU refused our credentials (HTTP 401)'],
  [ProviderAccessDenied, 'HTTP 403', 'iServeU refused our credentials (HTTP 403)'],
  [ProviderThrottled, 'HTTP 429', 'iServeU asked for fewer calls (HTTP 429)'],
  [ProviderContractBroken, 'HTTP 404', 'iServeU answered with HTTP 404'],
  [
    ProviderUnavailable,
    'no connection: ECONNREFUSED',
    'no connection to iServeU: the connection was refused (ECONNREFUSED)',
  ],
  [
    ProviderUnavailable,
    'no connection: PROXY_ANSWERED_407',
    'no connection to iServeU: the proxy on the way answered with HTTP 407',
  ],
  [ProviderUnavailable, 'no connection: not within 20000 ms', 'no connection to iServeU within 20 s'],
  [ProviderUnavailable, 'no whole answer: not within 1500 ms', 'iServeU did not answer within 1.5 s'],
  [
    ProviderUnavailable,
    'no whole answer: ECONNRESET',
    'no whole answer from iServeU: the connection was reset (ECONNRESET)',
  ],
  [ProviderUnavailable, 'iServeU reports an internal server issue (code 4)', undefined],
  [
    ProviderContractBroken,
    'statusCode is missing or of the wrong type',
    'answer outside the contract: statusCode is missing or of the wrong type',
  ],
  [ProviderContractBroken, 'internal mistake (TypeError)', undefined],
])('%s "%s"', (type, message, words = message) => {
  expect(causeOf(told(type, `get-customer: ${message}`), 'iserveu')).toBe(words);
});

test.each([
  ['a time-out', new TimeoutFailure('timed out', undefined, 'START_TO_CLOSE'), 'no worker ended the call within 30 s'],
  [
    'a worker without the key',
    ApplicationFailure.create({ type: PAYLOAD_DECRYPTION_FAILED, message: 'key k1' }),
    'a worker without the right payload key took the call',
  ],
  [
    'a worker that stopped',
    ApplicationFailure.create({ type: 'WorkerShutdown', message: 'x' }),
    'the worker stopped during the call',
  ],
])('%s has words of its own', (_, cause, words) => {
  expect(causeOf(failedBy(cause), 'iifl')).toBe(words);
});

test.each([
  ['another type', 'TypeError', 'get-customer: HTTP 503'],
  ['no operation before it', ProviderUnavailable, 'Asha Rao is blocked'],
  ['more than one line', ProviderUnavailable, 'get-customer: HTTP 503\nAsha Rao'],
  ['more than 200 characters', ProviderUnavailable, `get-customer: ${'x'.repeat(201)}`],
])('a text that is not surely ours is not passed on: %s', (_, type, message) => {
  expect(causeOf(told(type, message), 'iserveu')).toBe('the call failed in the worker');
});
