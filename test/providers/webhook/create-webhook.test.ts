import { describe, expect, test } from 'vitest';
import { Masked } from '../../../src/contract/masked.js';
import { createWebhook } from '../../../src/providers/webhook/create-webhook.js';
import { WebhookReceiver, type ReceiverAnswer } from '../../support/webhook-receiver.js';
import { opening } from '../support/post.js';

const CONTENT = { type: 'onboarding.closed', timestamp: '2026-01-02T03:04:05.678Z', data: { runId: 'run-1' } };
const EVENT = { id: 'run-1', content: CONTENT };

async function webhookTo(receiver: WebhookReceiver, { timeoutMs = 10_000, path = '' } = {}) {
  const [first, ...others] = receiver.secrets.map(
    (secret) => new Masked<Uint8Array>(Buffer.from(secret.replace('whsec_', ''), 'base64')),
  );
  if (first === undefined) throw new Error('no secret');
  return opening(createWebhook({ url: new URL(receiver.url + path), secrets: [first, ...others], timeoutMs }));
}

const noSignal = () => new AbortController().signal;

test('one POST of JSON, signed under each secret, to the very URL with its query', async () => {
  const receiver = await opening(WebhookReceiver.start());
  const webhook = await webhookTo(receiver, { path: '?tenant=1' });
  expect(await webhook.post(EVENT, noSignal())).toEqual({ kind: 'delivered' });
  const [post, ...more] = receiver.posts;
  expect(more).toEqual([]);
  expect(post).toMatchObject({
    path: '/hooks/onboarding?tenant=1',
    body: JSON.stringify(CONTENT),
    headers: { 'content-type': 'application/json', 'user-agent': 'customer-onboarding', 'webhook-id': 'run-1' },
  });
  if (post === undefined) throw new Error('nothing was posted');
  for (const secret of receiver.secrets) expect(receiver.verified(post, secret)).toEqual(CONTENT);
});

test('a post of the same event has the same id and the same body, byte for byte', async () => {
  const receiver = await opening(WebhookReceiver.start());
  const webhook = await webhookTo(receiver);
  await webhook.post(EVENT, noSignal());
  await webhook.post(structuredClone(EVENT), noSignal());
  const [first, second] = receiver.posts;
  expect(second?.body).toBe(first?.body);
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
});

describe('each post makes one try', () => {
  const UNAVAILABLE = expect.stringMatching(/^no whole answer: /) as string;
  const rows: [string, ReceiverAnswer, object][] = [
    ['500', { status: 500 }, { kind: 'unavailable', cause: 'HTTP 500' }],
    ['a connection that is reset', 'reset', { kind: 'unavailable', cause: UNAVAILABLE }],
    ['silence until the deadline', 'silence', { kind: 'unavailable', cause: 'no whole answer: not within 300 ms' }],
    ['a body without end', 'slowBody', { kind: 'unavailable', cause: 'no whole answer: not within 300 ms' }],
    ['302, not followed', { status: 302, headers: { location: '/other' } }, { kind: 'unavailable', cause: 'HTTP 302' }],
    ['410', { status: 410 }, { kind: 'gone', cause: 'HTTP 410' }],
    [
      '429 with Retry-After',
      { status: 429, headers: { 'retry-after': '7' } },
      { kind: 'unavailable', cause: 'HTTP 429', retryAfterMs: 7_000 },
    ],
    [
      '503 with a Retry-After of a day, cut to 5 minutes',
      { status: 503, headers: { 'retry-after': '86400' } },
      { kind: 'unavailable', cause: 'HTTP 503', retryAfterMs: 300_000 },
    ],
  ];
  test.each(rows)('%s', async (_fault, answer, outcome) => {
    const receiver = await opening(WebhookReceiver.start());
    receiver.answer('run-1', answer);
    const webhook = await webhookTo(receiver, { timeoutMs: 300 });
    expect(await webhook.post(EVENT, noSignal())).toEqual(outcome);
    expect(receiver.posts).toHaveLength(1);
  });
});

test('a receiver that is down: no connection, nothing of the event in the cause', async () => {
  const receiver = await WebhookReceiver.start();
  const webhook = await webhookTo(receiver);
  await receiver.close();
  expect(await webhook.post(EVENT, noSignal())).toEqual({
    kind: 'unavailable',
    cause: 'no connection: ECONNREFUSED',
  });
});

test('a post that is cancelled ends at once', async () => {
  const receiver = await opening(WebhookReceiver.start());
  receiver.answer('run-1', 'silence');
  const webhook = await webhookTo(receiver);
  const stop = new AbortController();
  const outcome = webhook.post(EVENT, stop.signal);
  await receiver.until('run-1');
  stop.abort();
  expect(await outcome).toEqual({ kind: 'unavailable', cause: 'no whole answer: cancelled' });
});
