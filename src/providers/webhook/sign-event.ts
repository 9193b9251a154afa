import { Webhook } from 'standardwebhooks';
import type { WebhookConfig } from './config.js';

/** What is signed: id, time in whole seconds, and the body, byte for byte. */
export interface SignedContent {
  id: string;
  sentAt: Date;
  body: string;
}

/**
 * The headers of Standard Webhooks, with one signature for each secret.
 * Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signatureHeaders({ id, sentAt, body }: SignedContent, secrets: WebhookConfig['secrets']) {
  const signatures = secrets.map((secret) => new Webhook(secret.reveal(), { format: 'raw' }).sign(id, sentAt, body));
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
    'webhook-signature': signatures.join(' '),
  };
}
