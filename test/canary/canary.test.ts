import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { afterEach, expect, test, vi } from 'vitest';
import { CanaryStage } from './canary-stage.js';
import { misuseByHttp, onboardByHttp } from './gateway-scenarios.js';
import { findNeedles, type Needle } from './needles.js';
import type { Place } from './place.js';
import { PLANTED, PLANTED_PROFILE, plantedMobileNumber, plantedNeedles } from './planted.js';
import { sendPastTheClient } from './raw-client-scenario.js';
import { prepareProviders, runScenarios, SCENARIOS } from './scenarios.js';

const ALL_SCENARIOS_MS = 240_000;
const KEY = `canary-1:${randomBytes(32).toString('base64')}`;

let stage: CanaryStage | undefined;
afterEach(async () => {
  await stage?.close();
});

test(
  'with payload keys no personal value and no secret stands in database, histories, Web, metrics, logs or errors, nor in ' +
    'what the gateway says, logs and counts',
  async () => {
    stage = await CanaryStage.open(KEY);
    const mobileNumbers = await runScenarios(stage, SCENARIOS);
    const byHttp = await runByHttp(stage);
    const raw = await runRaw(stage);
    // Every end is delivered but that of the one request that the client refuses and those past our client.
    const delivered = SCENARIOS.length - 1 + byHttp.count;
    await untilDelivered(stage, delivered);
    const places = await stage.collect();
    const needles = [
      ...plantedNeedles([...mobileNumbers, byHttp.mobileNumber, raw.mobileNumber], stage.environment),
      ...stage.traffic.tokens.map((value, index) => ({ what: `OTP token ${index}`, value })),
    ];
    expect(foundIn(places, needles)).toEqual([]);
    // Nothing was searched in vain: the places hold what the scenarios left behind.
    const histories = places.filter(({ name }) => name.startsWith('the history of'));
    expect(histories).toHaveLength(2 * delivered + raw.count);
    expect(places.filter(({ content }) => content.length === 0).map(({ name }) => name)).toEqual([]);
    expect(stage.traffic.tokens.length).toBeGreaterThan(1);
    // Control: where the record belongs, the same search finds it.
    const inRecords = foundIn(stage.traffic.records, needles).join('\n');
    for (const what of ['name', `mobile number ${mobileNumbers.length}`])
      expect(inRecords).toContain(`${what} (plain)`);
  },
  ALL_SCENARIOS_MS,
);

test(
  'control: without payload keys the same search finds the request, the codes and the profile in database and history',
  async () => {
    stage = await CanaryStage.open('none');
    const mobileNumbers = await runScenarios(stage, SCENARIOS.slice(0, 1));
    const found = foundIn(await stage.collect(), plantedNeedles(mobileNumbers, stage.environment)).join('\n');
    const { wrongOtp: _wrong, malformedOtp: _malformed, pincode: _pincode, ...texts } = PLANTED;
    const { DOB: _dob, ...profile } = PLANTED_PROFILE;
    for (const what of ['mobile number 0', ...Object.keys(texts), ...Object.keys(profile)]) {
      expect(found).toMatch(new RegExp(`the database file temporal.db.*: ${what} \\(`));
      expect(found).toMatch(new RegExp(`the history of .*: ${what} \\(base64`));
    }
  },
  ALL_SCENARIOS_MS,
);

/** Onboards a customer by HTTP, and sends the gateway everything that is wrong. */
async function runByHttp({ simulators, traffic, gatewayKeys }: CanaryStage) {
  const mobileNumber = plantedMobileNumber(SCENARIOS.length);
  prepareProviders(simulators, mobileNumber);
  await onboardByHttp(traffic, gatewayKeys, mobileNumber);
  await misuseByHttp(traffic, gatewayKeys, mobileNumber);
  return { mobileNumber, count: 1 };
}

/** Resolves when the webhook has heard of so many ends, and every delivery knows it. */
async function untilDelivered({ receiver, address }: CanaryStage, count: number): Promise<void> {
  const connection = await Connection.connect({ address });
  const { workflow } = new Client({ connection });
  const query = 'WorkflowType = "deliverOutcome" AND ExecutionStatus = "Completed"';
  await vi.waitFor(
    async () => {
      expect((await workflow.count(query)).count).toBe(count);
    },
    { timeout: 30_000, interval: 200 },
  );
  expect(new Set(receiver.posts.map(({ headers }) => headers['webhook-id'])).size).toBe(count);
  await connection.close();
}

async function runRaw(on: CanaryStage) {
  const mobileNumber = plantedMobileNumber(SCENARIOS.length + 1);
  prepareProviders(on.simulators, mobileNumber);
  const { address, payloadKeys } = on;
  const count = await sendPastTheClient({ address, payloadKeys, hearing: (work) => on.hearing(work) }, mobileNumber);
  return { mobileNumber, count };
}

function foundIn(places: readonly Place[], needles: readonly Needle[]): string[] {
  return places.flatMap(({ name, content }) => findNeedles(content, needles).map((found) => `${name}: ${found}`));
}
