import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readPayloadKeys, readPayloadProtection } from '../../src/config/encryption.js';
import { readEnvironment } from '../../src/config/environment.js';
import { problemsOf } from './support/problems-of.js';

const BYTES_A = Buffer.alloc(32, 0xfb);
const BYTES_B = Buffer.alloc(32, 0xb);
const A = BYTES_A.toString('base64');
const B = BYTES_B.toString('base64');
const FORM =
  'PAYLOAD_KEYS must be id:base64,id:base64 and so on, where the first key encrypts and all decrypt, or the word none ' +
  'for clear text';
const ID_FORM = (entry: number) =>
  `PAYLOAD_KEYS entry ${entry} must begin with an id of 1 to 64 letters, digits, ".", "_" or "-"`;
const KEY_FORM = (entry: number) =>
  `PAYLOAD_KEYS entry ${entry} must have, after a colon, the base64 text of exactly 32 bytes`;

const directory = mkdtempSync(join(tmpdir(), 'payload-keys-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const read = (value: string) => readEnvironment({ PAYLOAD_KEYS: value }, readPayloadKeys);
const problemsWith = (value: string) => problemsOf({ PAYLOAD_KEYS: value }, readPayloadKeys);

describe('PAYLOAD_KEYS', () => {
  test('keys are read in their order', () => {
    expect(read(`k1:${A},k2:${B}`)).toEqual([
      { id: 'k1', key: BYTES_A },
      { id: 'k2', key: BYTES_B },
    ]);
  });

  test.each(['x', '2026-11.a_b', 'A'.repeat(64)])('%s is an id', (id) => {
    expect(read(`${id}:${A}`)).toEqual([{ id, key: BYTES_A }]);
  });

  test('none is clear text', () => {
    expect(read('none')).toBe('none');
  });

  test('absent is a problem, so that nobody runs in clear text without having said so', () => {
    for (const env of [{}, { PAYLOAD_KEYS: '' }]) {
      expect(problemsOf(env, readPayloadKeys)).toEqual([FORM.replace('must', 'is required, and must')]);
    }
  });

  test.each<[string, string, string[]]>([
    ['another word', 'None', [KEY_FORM(1)]],
    ['none beside a key', `none,k1:${A}`, [KEY_FORM(1)]],
    ['an id without a key', 'k1:', [KEY_FORM(1)]],
    ['a key without an id', A, [ID_FORM(1), KEY_FORM(1)]],
    ['an empty id', `:${A}`, [ID_FORM(1)]],
    ['an id of 65 characters', `${'a'.repeat(65)}:${A}`, [ID_FORM(1)]],
    ['an id with a space', `k 1:${A}`, [ID_FORM(1)]],
    ['a comma at the end', `k1:${A},`, [ID_FORM(2), KEY_FORM(2)]],
    ['a space behind the comma', `k1:${A}, k2:${B}`, [ID_FORM(2)]],
    ['31 bytes', `k1:${Buffer.alloc(31).toString('base64')}`, [KEY_FORM(1)]],
    ['33 bytes', `k1:${Buffer.alloc(33).toString('base64')}`, [KEY_FORM(1)]],
    ['hex', `k1:${BYTES_A.toString('hex')}`, [KEY_FORM(1)]],
    ['the URL alphabet', `k1:${BYTES_A.toString('base64url')}=`, [KEY_FORM(1)]],
    ['the same id twice', `k1:${A},k1:${B}`, ['PAYLOAD_KEYS entry 2 must not have the id of an earlier entry']],
    ['several problems at once', `k1:${A},k 2:${B},k3:x`, [ID_FORM(2), KEY_FORM(3)]],
  ])('%s is refused, every problem named, no value shown', (_case, value, problems) => {
    expect(problemsWith(value)).toEqual([FORM, ...problems]);
    const shown = problemsWith(value).join();
    for (const secret of [A, B, BYTES_A.toString('hex')]) expect(shown).not.toContain(secret);
  });

  test('PAYLOAD_KEYS_FILE may hold them, with a line end', () => {
    const path = join(directory, 'keys');
    writeFileSync(path, `k1:${A}\n`);
    const env = { PAYLOAD_KEYS_FILE: path };
    expect(readEnvironment(env, readPayloadKeys)).toEqual([{ id: 'k1', key: BYTES_A }]);
  });

  test('a file that cannot be read is one problem', () => {
    const env = { PAYLOAD_KEYS_FILE: join(directory, 'missing'), PAYLOAD_CLEAR_TEXT: 'refuse' };
    expect(problemsOf(env, readPayloadProtection)).toEqual([
      'PAYLOAD_KEYS_FILE must name a file that this process can read',
    ]);
  });
});

describe('PAYLOAD_CLEAR_TEXT', () => {
  const keys = { PAYLOAD_KEYS: `k1:${A}` };
  const ruleOf = (env: Record<string, string>) => readEnvironment(env, readPayloadProtection).clearText;

  test('is take where it is absent', () => {
    expect(ruleOf(keys)).toBe('take');
    expect(ruleOf({ PAYLOAD_KEYS: 'none' })).toBe('take');
  });

  test.each(['take', 'refuse'])('may be %s', (rule) => {
    expect(ruleOf({ ...keys, PAYLOAD_CLEAR_TEXT: rule })).toBe(rule);
  });

  test('any other word is refused', () => {
    expect(problemsOf({ ...keys, PAYLOAD_CLEAR_TEXT: 'Refuse' }, readPayloadProtection)).toEqual([
      'PAYLOAD_CLEAR_TEXT must be one of: take, refuse',
    ]);
  });

  test('refuse does not go with none', () => {
    const env = { PAYLOAD_KEYS: 'none', PAYLOAD_CLEAR_TEXT: 'refuse' };
    expect(problemsOf(env, readPayloadProtection)).toEqual([
      'PAYLOAD_CLEAR_TEXT must not be refuse with PAYLOAD_KEYS=none: everything is clear text then',
    ]);
  });
});
