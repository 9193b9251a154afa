import { randomUUID } from 'node:crypto';
import { readEnvironment, type Environment } from '../../config/environment.js';
import { readWebhookEnvironment } from '../../config/webhook.js';
import { ONBOARDING_TEST_EVENT } from '../../contract/delivery.js';
import { createWebhook } from '../../providers/webhook/create-webhook.js';
import { NOT_USABLE, usable } from './environment.js';
import { ok, skipped, wrong, type Finding } from './finding.js';
import { faultFinding } from './provider.js';

/** Posts a signed event of the type `onboarding.test`, where that was asked for. */
export async function checkWebhook(env: Environment, { isWanted }: { isWanted: boolean }): Promise<Finding> {
  const read = usable(() => readEnvironment(env, readWebhookEnvironment));
  if (read === undefined) return skipped('webhook', NOT_USABLE);
  const { webhook: config } = read;
  if (config === undefined) {
    if (!isWanted) return skipped('webhook', 'no WEBHOOK_URL is set');
    return wrong(
      'webhook',
      'no WEBHOOK_URL is set',
      'set WEBHOOK_URL and WEBHOOK_SECRETS in the environment of the worker',
    );
  }
  if (!isWanted) return skipped('webhook', 'give --webhook to post a signed onboarding.test event');
  const webhook = createWebhook(config);
  try {
    const content = { type: ONBOARDING_TEST_EVENT, timestamp: new Date().toISOString(), data: {} };
    const outcome = await webhook.post({ id: `test-${randomUUID()}`, content }, new AbortController().signal);
    switch (outcome.kind) {
      case 'delivered':
        return ok('webhook', 'it took a signed onboarding.test event');
      case 'gone':
        return wrong('webhook', 'it wants no events any more (HTTP 410)', 'correct WEBHOOK_URL');
      case 'unavailable': {
        if (/HTTP 40[13]/.test(outcome.cause)) {
          return wrong(
            'webhook',
            `it refuses the event (${outcome.cause})`,
            'give both sides the same WEBHOOK_SECRETS',
          );
        }
        if (outcome.cause.includes('HTTP ')) {
          return wrong(
            'webhook',
            `it does not take the event (${outcome.cause})`,
            'correct WEBHOOK_URL; the receiver answers any event with 2xx',
          );
        }
        const server = { part: 'webhook', url: config.url, proxies: config.proxies, variable: 'WEBHOOK_URL' } as const;
        return faultFinding(server, outcome, '');
      }
    }
  } finally {
    webhook.close();
  }
}
