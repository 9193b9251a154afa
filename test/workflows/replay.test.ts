import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { beforeAll, expect, inject, test } from 'vitest';
import { historyFromText } from '../../dev/histories/history-file.js';
import { SCENARIOS } from '../../dev/histories/scenarios.js';

const DIRECTORY = new URL('../histories/', import.meta.url);
const names = readdirSync(fileURLToPath(DIRECTORY))
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace(/\.json$/, ''));
const errors = new Map<string, Error | undefined>();

beforeAll(async () => {
  const histories = names.map((name) => ({ workflowId: name, history: historyFromText(readStored(name)) }));
  for await (const { workflowId, error } of Worker.runReplayHistories(replayer(), histories)) {
    errors.set(workflowId, error);
  }
});

function readStored(name: string): string {
  return readFileSync(new URL(`${name}.json`, DIRECTORY), 'utf8');
}

/** The present workflow, to be held against what an onboarding did then. */
function replayer() {
  return { workflowBundle: { codePath: inject('workflowBundlePath') } };
}

test.each(names)('an onboarding that went the way "%s" replays', (name) => {
  expect(errors.has(name)).toBe(true);
  expect(errors.get(name)).toBeUndefined();
});

test('every way of the scenarios has a stored history', () => {
  expect(names).toEqual(expect.arrayContaining(SCENARIOS.map(({ name }) => name)));
});

test.each([
  ['another activity', '"name":"fetchClientProfile"', '"name":"fetchProfile"'],
  ['a marker in place of a timer', '"EVENT_TYPE_TIMER_STARTED"', '"EVENT_TYPE_MARKER_RECORDED"'],
])('a history with %s does not replay', async (_change, then, now) => {
  const text = readStored('enriching-after-registration');
  expect(text).toContain(then);
  const history = historyFromText(text.replaceAll(then, now));
  await expect(Worker.runReplayHistory(replayer(), history)).rejects.toThrow(DeterminismViolationError);
});

test('no history tells of the machine that recorded it', () => {
  const words = ['"identity"', '"stackTrace"', 'STICKY', '/node_modules/'];
  const telling = names.filter((name) => words.some((word) => readStored(name).includes(word)));
  expect(telling).toEqual([]);
});
