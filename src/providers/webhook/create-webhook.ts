import { HttpClient } from '../http/http-client.js';
import type { WebhookConfig } from './config.js';
import { readWebhookAnswer } from './read-webhook-answer.js';
import { signatureHeaders } from './sign-event.js';
import type { WebhookApi } from './webhook-api.js';

/** A webhook over connections of its own; after `close` no call is to be made. */
export type WebhookConnection = WebhookApi & { close(): void };

const USER_AGENT = 'customer-onboarding';

/** Connects a webhook to its receiver. Each call makes one try, over a fresh connection, without redirects. */
export function createWebhook({ url, secrets, timeoutMs, proxies }: WebhookConfig): WebhookConnection {
  const http = new HttpClient({ proxies });
  return {
    async post({ id, content }, signal) {
      const body = JSON.stringify(content);
      const result = await http.post({
        url,
        headers: { 'user-agent': USER_AGENT, ...signatureHeaders({ id, sentAt: new Date(), body }, secrets) },
        // Written by the client as above, so that what is signed is what is sent.
        body: content,
        connection: 'fresh',
        timeoutMs,
        signal,
      });
      return readWebhookAnswer(result);
    },
    close() {
      http.close();
    },
  };
}
