import { inspect } from 'node:util';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Masked } from '../../src/contract/masked.js';

const SECRET = 'planted-secret-value';
const masked = new Masked(SECRET);

const ways: [string, () => string][] = [
  ['a template string', () => `${masked.toString()} ${String(masked)}`],
  ['JSON', () => JSON.stringify({ masked, list: [masked] })],
  ['an inspection', () => inspect({ masked }, { depth: 9, showHidden: true })],
  ['an error with it as cause', () => inspect(new Error('wrong', { cause: { masked } }), { depth: 9 })],
  ['a copy of its properties', () => JSON.stringify(copy()) + inspect(copy())],
  ['a structured clone', () => inspect(structuredClone(copy()), { depth: 9 })],
  ['a pino log line', logLine],
];

function copy(): object {
  return Object.assign({}, masked);
}

function logLine(): string {
  let line = '';
  const logger = pino({}, { write: (text: string) => (line += text) });
  logger.info({ masked, nested: { masked } }, `value ${String(masked)}`);
  return line;
}

test.each(ways)('%s of a masked value shows the mask, not the value', (_way, print) => {
  const printed = print();
  expect(printed).not.toContain(SECRET);
  expect(printed).toMatch(/\[masked\]|\{\}|mask/);
});

test('reveal gives the value', () => {
  expect(masked.reveal()).toBe(SECRET);
});

test('the mask can say what a person needs to recognise', () => {
  expect(String(new Masked('9876543210', '******3210'))).toBe('******3210');
});
