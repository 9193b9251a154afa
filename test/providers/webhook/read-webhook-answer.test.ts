import { expect, test } from 'vitest';
import type { HttpResult } from '../../../src/providers/http/http-client.js';
import { readWebhookAnswer } from '../../../src/providers/webhook/read-webhook-answer.js';

const answer = (status: number, body = 'whatever'): HttpResult => ({ kind: 'answer', status, body });

test.each([200, 201, 202, 204, 299])('HTTP %d: delivered', (status) => {
  expect(readWebhookAnswer(answer(status))).toEqual({ kind: 'delivered' });
});

test('a 200 whose body cannot be read is delivered too: the status alone counts', () => {
  const unreadable: HttpResult = { kind: 'unreadable', status: 200, cause: 'the answer is larger than 1 MiB' };
  expect(readWebhookAnswer(unreadable)).toEqual({ kind: 'delivered' });
});

test.each([408, 425, 429, 500, 502, 503, 504, 599])('HTTP %d: may be taken later', (status) => {
  expect(readWebhookAnswer(answer(status))).toEqual({ kind: 'unavailable', cause: `HTTP ${status}` });
});

test.each([300, 301, 302, 307, 308, 400, 401, 403, 404, 405, 413, 415, 422, 600])(
  'HTTP %d: not taken, and may be later',
  (status) => {
    expect(readWebhookAnswer(answer(status))).toEqual({ kind: 'unavailable', cause: `HTTP ${status}` });
  },
);

test('HTTP 410: the receiver is gone', () => {
  expect(readWebhookAnswer(answer(410))).toEqual({ kind: 'gone', cause: 'HTTP 410' });
});

test('what the receiver asks us to wait is kept', () => {
  expect(readWebhookAnswer({ kind: 'answer', status: 429, body: '', retryAfterMs: 7_000 })).toEqual({
    kind: 'unavailable',
    cause: 'HTTP 429',
    retryAfterMs: 7_000,
  });
});

test.each([
  ['notSent', 'no connection: ECONNREFUSED'],
  ['noAnswer', 'no whole answer: ECONNRESET'],
] as const)('%s: may be taken later', (kind, cause) => {
  expect(readWebhookAnswer({ kind, cause })).toEqual({ kind: 'unavailable', cause });
});
