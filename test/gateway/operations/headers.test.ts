import { expect, test } from 'vitest';
import { namesTag, waitSeconds } from '../../../src/gateway/operations/headers.js';

test.each([
  ['wait=10', 10],
  ['wait=0', 0],
  ['wait = 7', 7],
  ['wait="5"', 5],
  ['Wait=5', 5],
  ['respond-async, wait=10', 10],
  ['respond-async; foo=bar, wait=3; x', 3],
  ['wait=60', 60],
  ['wait=61', 60],
  ['wait=999999999', 60],
])('Prefer: %s waits %i seconds', (prefer, seconds) => {
  expect(waitSeconds(prefer)).toBe(seconds);
});

test.each([
  undefined,
  '',
  'wait',
  'wait=',
  'wait=-1',
  'wait=1.5',
  'wait=1e3',
  'wait=ten',
  'nowait=5',
  'wait=9999999999',
])('Prefer: %j is ignored', (prefer) => {
  expect(waitSeconds(prefer)).toBe(0);
});

test.each([
  ['"abc"', true],
  ['W/"abc"', true],
  ['"x", "abc"', true],
  ['*', true],
  ['abc', false],
  ['"ab"', false],
  [undefined, false],
])('If-None-Match: %s names the tag abc: %s', (header, isNamed) => {
  expect(namesTag(header, 'abc')).toBe(isNamed);
});
