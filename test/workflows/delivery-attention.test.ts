import { afterAll, describe, expect, test } from 'vitest';
import { longest } from '../support/attention-every.js';
import { Delivery } from '../support/delivery.js';
import type { Onboarding } from '../support/onboarding.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';
import { WebhookReceiver, type ReceiverAnswer } from '../support/webhook-receiver.js';
import { searchAttributesOverTime } from '../support/workflow-history.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const UNDELIVERED = [{ OnboardingAttention: 'webhook-undelivered' }, {}];

const receiver = await WebhookReceiver.start();
afterAll(async () => {
  receiver.otherwise = { status: 204 };
  await receiver.close();
});

/** The server's time stops skipping after a delivery, so each way has a server of its own. */
const useSuite = () => TimeSkippingSuite.use({ environment: receiver.environment });

/** An onboarding that has ended, whose first post has met this answer, as every later one does. */
async function undeliverable(suite: TimeSkippingSuite, answer: ReceiverAnswer) {
  receiver.otherwise = answer;
  const onboarding: Onboarding = await suite.newCustomer().is('verified').onboard({}, { notify: true });
  await onboarding.result();
  const { runId } = await onboarding.handle.describe();
  await receiver.until(runId);
  return { runId, delivery: await Delivery.of(suite.harness.client, onboarding), firstMs: await suite.now() };
}

/** How many attention marks the delivery has set or taken away so far. */
const marks = (delivery: Delivery) => searchAttributesOverTime(delivery.handle);

describe.each<[string, ReceiverAnswer]>([
  ['500', { status: 500 }],
  ['503 with Retry-After', { status: 503, headers: { 'retry-after': '60' } }],
  ['404', { status: 404 }],
  ['a connection that is reset', 'reset'],
])('%s', (_fault, answer) => {
  const suite = useSuite();
  test('tried for 3 days at growing waits, then attention; retryNow heals', async () => {
    const { runId, delivery, firstMs } = await undeliverable(suite, answer);
    await suite.sleepUntil(firstMs + 3 * DAY_MS - 10_000);
    expect(await marks(delivery)).toEqual([]);
    const tries = receiver.of(runId).length;
    expect(tries).toBeGreaterThan(72);
    expect(tries).toBeLessThan(90);
    await suite.sleepUntil(firstMs + 3 * DAY_MS + 10_000);
    expect(await marks(delivery)).toEqual(UNDELIVERED.slice(0, 1));

    receiver.otherwise = { status: 200 };
    await delivery.retryNow();
    expect(await delivery.ending()).toBe('completed');
    expect(await marks(delivery)).toEqual(UNDELIVERED);
    const posts = receiver.of(runId);
    expect(new Set(posts.map(({ body }) => body)).size).toBe(1);
    // Days of tries, told in a handful of events.
    const { events } = await delivery.handle.fetchHistory();
    expect(events?.length).toBeLessThan(40);
  });
});

describe('410', () => {
  const suite = useSuite();
  test('attention at once, and the next try in an hour', async () => {
    const { runId, delivery, firstMs } = await undeliverable(suite, { status: 410 });
    await suite.sleepUntil(firstMs + 10_000);
    expect(await marks(delivery)).toEqual(UNDELIVERED.slice(0, 1));
    expect(receiver.of(runId)).toHaveLength(1);
    await suite.sleepUntil(firstMs + longest(HOUR_MS) + 10_000);
    expect(receiver.of(runId)).toHaveLength(2);
  });
});

describe('retryNow that does not help', () => {
  const suite = useSuite();
  test('keeps the attention, without a new mark', async () => {
    const { runId, delivery, firstMs } = await undeliverable(suite, { status: 410 });
    await suite.sleepUntil(firstMs + 10_000);
    await delivery.retryNow();
    await receiver.until(runId, 2);
    await suite.sleepUntil(firstMs + 20_000);
    expect(await marks(delivery)).toEqual(UNDELIVERED.slice(0, 1));
  });
});
