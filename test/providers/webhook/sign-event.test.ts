import { createHmac, randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { Masked } from '../../../src/contract/masked.js';
import { signatureHeaders } from '../../../src/providers/webhook/sign-event.js';

/** The published example of the convention. */
const EXAMPLE = {
  secret: Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64'),
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  sentAt: new Date(1_614_265_330_000),
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

const masked = (secret: Buffer) => new Masked<Uint8Array>(secret);

test('the published example has its published signature', () => {
  const { secret, signature, ...content } = EXAMPLE;
  expect(signatureHeaders(content, [masked(secret)])).toEqual({
    'webhook-id': content.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': signature,
  });
});

test('every secret signs, in the given order, and the library verifies each', () => {
  const secrets = [randomBytes(24), randomBytes(32), randomBytes(64)] as const;
  const content = { id: 'run-1', sentAt: new Date(), body: '{"name":"Äsha ₹"}' };
  const [first, ...others] = secrets.map(masked);
  if (first === undefined) throw new Error('no secret');
  const headers = signatureHeaders(content, [first, ...others]);
  const signedText = `run-1.${headers['webhook-timestamp']}.${content.body}`;
  expect(headers['webhook-signature']).toBe(
    secrets.map((secret) => `v1,${createHmac('sha256', secret).update(signedText).digest('base64')}`).join(' '),
  );
  for (const secret of secrets) {
    const webhook = new Webhook(`whsec_${secret.toString('base64')}`);
    expect(webhook.verify(content.body, headers)).toEqual({ name: 'Äsha ₹' });
  }
});

test('the time is in whole seconds, cut off', () => {
  const headers = signatureHeaders({ ...EXAMPLE, sentAt: new Date(1_614_265_330_999) }, [masked(EXAMPLE.secret)]);
  expect(headers['webhook-timestamp']).toBe('1614265330');
  expect(headers['webhook-signature']).toBe(EXAMPLE.signature);
});
