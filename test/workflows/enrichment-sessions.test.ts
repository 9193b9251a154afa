import { expect, test } from 'vitest';
import { RealServerSuite } from '../support/real-server.js';

const LIFETIME_MS = 2_000;
const suite = RealServerSuite.use({ simulators: { iifl: { logins: { lifetimeMs: LIFETIME_MS } } } });

test('200 onboardings enrich over sessions of 2 s: no attention, and one login a session', async () => {
  const { iifl } = suite.harness.simulators;
  const onboardOne = async () => {
    const onboarding = await suite.newCustomer().onboardForProfile();
    const { record } = await onboarding.result();
    const { timeline } = await onboarding.status();
    return [record?.enrichment, timeline.some(({ event }) => event === 'attentionRaised')].join(' ');
  };
  const beganAtMs = Date.now();
  const seen: string[] = [];
  // More than one session is needed, on a fast machine too.
  while (seen.length < 200 || Date.now() - beganAtMs < 2 * LIFETIME_MS) {
    seen.push(...(await Promise.all(Array.from({ length: 20 }, onboardOne))));
  }
  expect(new Set(seen)).toEqual(new Set(['enriched false']));
  const logins = iifl.journal.entries.filter(({ operation }) => operation === 'logIn').length;
  expect(logins).toBeGreaterThan(1);
  expect(logins).toBeLessThanOrEqual(Math.ceil((Date.now() - beganAtMs) / LIFETIME_MS) + 1);
});
