import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { SERVER_SETTINGS } from '../../dev/temporal/start-temporal-server.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { PausableWorker } from '../support/pausable-worker.js';

let worker: PausableWorker;
beforeAll(async () => {
  worker = await PausableWorker.create();
});
afterAll(() => worker.stop());

const SIGNALS = 2_000;
const AT_ONCE = 100;
const LIMIT = SERVER_SETTINGS['history.maximumSignalsPerExecution'];

test('of 2,000 signals to one onboarding the server takes 1,000; it, the worker and another onboarding go on', async () => {
  const flooded = await worker.startOnboarding('9876500001');
  const other = await worker.startOnboarding('9876500002');
  const refusals: unknown[] = [];
  for (let sent = 0; sent < SIGNALS; sent += AT_ONCE) {
    const signals = Array.from({ length: AT_ONCE }, (_value, index) => flooded.submit(`no otp ${sent + index}`));
    for (const result of await Promise.allSettled(signals)) {
      if (result.status === 'rejected') refusals.push(result.reason);
    }
  }
  expect(refusals).toHaveLength(SIGNALS - LIMIT);
  expect(refusals[0]).toMatchObject({ cause: { details: 'exceeded workflow execution limit for signal events' } });

  await worker.resume();
  await Promise.all([flooded, other].map((onboarding) => onboarding.untilStage('awaitingOtp')));
  await other.submit(RIGHT_OTP);
  // An update is no signal: the flooded onboarding can still be finished.
  expect(await flooded.verify(RIGHT_OTP)).toEqual({ result: 'registered', attemptsLeft: 5 });
  expect((await flooded.result()).outcome).toBe('registered');
  expect((await other.result()).outcome).toBe('registered');
});

test('docker-compose’s server has the same settings', async () => {
  const file = new URL('../../deploy/temporal/dynamic-config.yaml', import.meta.url);
  const settings = parse(await readFile(file, 'utf8')) as Record<string, { value: unknown }[]>;
  const values = Object.entries(settings).map(([name, entries]) => [name, ...entries.map(({ value }) => value)]);
  expect(values).toEqual(Object.entries(SERVER_SETTINGS));
});
