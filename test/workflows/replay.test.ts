import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { beforeAll, expect, inject, test } from 'vitest';
import { historyFromText } from '../../dev/histories/history-file.js';
import { filesOf, SCENARIOS } from '../../dev/histories/scenarios.js';

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
  expect(names).toEqual(expect.arrayContaining(SCENARIOS.flatMap(filesOf)));
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

test.each(['delivering-registered', 'delivering-cancelled'])(
  '%s ends the same where its delivery could not be started',
  async (name) => {
    const history = historyFromText(withDeliveryRefused(readStored(name)));
    await expect(Worker.runReplayHistory(replayer(), history)).resolves.toBeUndefined();
  },
);

/** The server answers that there is a workflow of this id already. */
function withDeliveryRefused(text: string): string {
  const { events } = JSON.parse(text) as { events: Record<string, unknown>[] };
  const refused = events.map((event) => {
    const { childWorkflowExecutionStartedEventAttributes: started, ...others } = event;
    if (started === undefined) return event;
    const { initiatedEventId, workflowExecution, workflowType } = started as Record<string, unknown>;
    return {
      ...others,
      eventType: 'EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_FAILED',
      startChildWorkflowExecutionFailedEventAttributes: {
        initiatedEventId,
        workflowId: (workflowExecution as { workflowId: string }).workflowId,
        workflowType,
        cause: 'START_CHILD_WORKFLOW_EXECUTION_FAILED_CAUSE_WORKFLOW_ALREADY_EXISTS',
      },
    };
  });
  expect(refused).not.toEqual(events);
  return JSON.stringify({ events: refused });
}

test('no history tells of the machine that recorded it', () => {
  const words = ['"identity"', '"stackTrace"', 'STICKY', '/node_modules/'];
  const telling = names.filter((name) => words.some((word) => readStored(name).includes(word)));
  expect(telling).toEqual([]);
});
