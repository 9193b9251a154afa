import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { CanaryStage, type Place } from './canary-stage.js';
import { findNeedles, type Needle } from './needles.js';
import { PLANTED, PLANTED_PROFILE, plantedNeedles } from './planted.js';
import { runScenarios, SCENARIOS } from './scenarios.js';

const ALL_SCENARIOS_MS = 240_000;
const KEY = `canary-1:${randomBytes(32).toString('base64')}`;

let stage: CanaryStage | undefined;
afterEach(async () => {
  await stage?.close();
});

test(
  'with payload keys no personal value and no secret stands in database, histories, Web, metrics, logs or errors',
  async () => {
    const { places, needles } = await play(KEY, SCENARIOS);
    expect(foundIn(places, needles)).toEqual([]);
    // Nothing was searched in vain: the places hold what the scenarios left behind.
    expect(places.filter(({ name }) => name.startsWith('the history of'))).toHaveLength(SCENARIOS.length - 1);
    expect(places.filter(({ content }) => content.length === 0).map(({ name }) => name)).toEqual([]);
  },
  ALL_SCENARIOS_MS,
);

test(
  'control: without payload keys the same search finds the request, the codes and the profile in database and history',
  async () => {
    const { places, needles } = await play('none', SCENARIOS.slice(0, 1));
    const found = foundIn(places, needles).join('\n');
    const { wrongOtp: _wrong, malformedOtp: _malformed, pincode: _pincode, ...texts } = PLANTED;
    const { DOB: _dob, ...profile } = PLANTED_PROFILE;
    for (const what of ['mobile number 0', ...Object.keys(texts), ...Object.keys(profile)]) {
      expect(found).toMatch(new RegExp(`the database file temporal.db.*: ${what} \\(`));
      expect(found).toMatch(new RegExp(`the history of .*: ${what} \\(base64`));
    }
  },
  ALL_SCENARIOS_MS,
);

async function play(payloadKeys: string, scenarios: typeof SCENARIOS): Promise<{ places: Place[]; needles: Needle[] }> {
  stage = await CanaryStage.open(payloadKeys);
  const mobileNumbers = await runScenarios(stage, scenarios);
  return { places: await stage.collect(), needles: plantedNeedles(mobileNumbers, stage.environment) };
}

function foundIn(places: readonly Place[], needles: readonly Needle[]): string[] {
  return places.flatMap(({ name, content }) => findNeedles(content, needles).map((found) => `${name}: ${found}`));
}
