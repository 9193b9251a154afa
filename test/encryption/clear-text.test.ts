import { expect, test } from 'vitest';
import type { SerializationContext } from '@temporalio/common';
import { handleClearText, type ClearTextFate } from '../../src/encryption/clear-text.js';
import { payloadConverter, UNREADABLE_PAYLOAD } from '../../src/encryption/tolerant-payload-converter.js';
import { jsonPayload, NAMESPACE } from './payloads.js';

const HOUR_MS = 3_600_000;
const PAYLOAD = jsonPayload({ otp: '123456' });
const workflow = (workflowId: string): SerializationContext => ({ type: 'workflow', namespace: NAMESPACE, workflowId });
const activity = (workflowId: string): SerializationContext => ({
  type: 'activity',
  namespace: NAMESPACE,
  workflowId,
  isLocal: false,
});

/** A handler, with all that it counts and warns of, and a clock that stands until it is moved. */
function watched(rule: 'take' | 'refuse') {
  const counted: ClearTextFate[] = [];
  const warned: string[] = [];
  const clock = { ms: 5 };
  const handle = handleClearText({
    rule,
    count: (fate) => void counted.push(fate),
    warn: (fate, workflowId) => void warned.push(`${fate} ${workflowId ?? '?'}`),
    now: () => clock.ms,
  });
  return { handle, counted, warned, clock };
}

test('take: every payload is read as it is, and counted', () => {
  const { handle, counted } = watched('take');
  for (const context of [workflow('w'), activity('w'), undefined]) expect(handle(PAYLOAD, context)).toBe(PAYLOAD);
  expect(counted).toEqual(['taken', 'taken', 'taken']);
});

test('refuse: what others send to a workflow is unreadable; the calls of an older history are read', () => {
  const { handle, counted } = watched('refuse');
  expect(payloadConverter.fromPayload(handle(PAYLOAD, workflow('w')))).toBe(UNREADABLE_PAYLOAD);
  expect(handle(PAYLOAD, activity('w'))).toBe(PAYLOAD);
  expect(handle(PAYLOAD, undefined)).toBe(PAYLOAD);
  expect(counted).toEqual(['refused', 'taken', 'taken']);
});

test('a workflow is warned of once an hour, however often its history is read', () => {
  const { handle, counted, warned, clock } = watched('take');
  for (const id of ['first', 'second', 'first', 'first', 'second']) handle(PAYLOAD, workflow(id));
  expect(warned).toEqual(['taken first', 'taken second']);
  clock.ms += HOUR_MS - 1;
  handle(PAYLOAD, workflow('first'));
  expect(warned).toHaveLength(2);
  clock.ms += 1;
  handle(PAYLOAD, workflow('first'));
  expect(warned).toEqual(['taken first', 'taken second', 'taken first']);
  expect(counted).toHaveLength(7);
});

test('10,000 workflows are remembered; beyond them the one warned of longest ago is forgotten', () => {
  const { handle, warned } = watched('take');
  for (let each = 0; each < 10_000; each += 1) handle(PAYLOAD, workflow(`w${each}`));
  handle(PAYLOAD, workflow('w0'));
  expect(warned).toHaveLength(10_000);
  handle(PAYLOAD, workflow('one more'));
  handle(PAYLOAD, workflow('w1'));
  expect(warned).toHaveLength(10_001);
  handle(PAYLOAD, workflow('w0'));
  expect(warned).toHaveLength(10_002);
});

test('one that was warned of again is not the oldest any more', () => {
  const { handle, warned, clock } = watched('take');
  handle(PAYLOAD, workflow('first'));
  handle(PAYLOAD, workflow('second'));
  clock.ms += HOUR_MS;
  handle(PAYLOAD, workflow('first'));
  for (let each = 0; each < 9_999; each += 1) handle(PAYLOAD, workflow(`w${each}`));
  const before = warned.length;
  handle(PAYLOAD, workflow('first'));
  expect(warned).toHaveLength(before);
});
