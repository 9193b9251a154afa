import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EnvironmentError, readEnvironment, type EnvironmentReader } from '../../src/config/environment.js';
import { problemsOf } from './support/problems-of.js';

const SECRET = 'hunter2-very-secret';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'environment-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function file(content: string, name = 'value'): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

describe('texts', () => {
  const read = (env: Record<string, string>) => readEnvironment(env, (reader) => reader.text('NAME'));

  test('a text is taken as it is', () => {
    expect(read({ NAME: ' a b ' })).toBe(' a b ');
  });

  test('an empty text counts as absent', () => {
    expect(readEnvironment({ NAME: '' }, (reader) => reader.optionalText('NAME'))).toBeUndefined();
    expect(problemsOf({ NAME: '' }, (reader) => reader.text('NAME'))).toEqual(['NAME is required, and must be a text']);
  });

  for (const [written, meant] of [
    ['abc', 'abc'],
    ['abc\n', 'abc'],
    ['abc\r\n', 'abc'],
    ['abc\n\n', 'abc\n'],
    [' abc ', ' abc '],
  ] as const) {
    test(`a file with ${JSON.stringify(written)} means ${JSON.stringify(meant)}`, () => {
      expect(read({ NAME_FILE: file(written) })).toBe(meant);
    });
  }

  test('a file with nothing but a line end counts as absent', () => {
    const env = { NAME_FILE: file('\n') };
    expect(readEnvironment(env, (reader) => reader.optionalText('NAME'))).toBeUndefined();
  });

  test('NAME and NAME_FILE together are a problem', () => {
    expect(problemsOf({ NAME: 'a', NAME_FILE: file('a') }, (reader) => reader.text('NAME'))).toEqual([
      'NAME must not be set together with NAME_FILE',
    ]);
  });

  test('an empty NAME beside NAME_FILE is none', () => {
    expect(read({ NAME: '', NAME_FILE: file('a') })).toBe('a');
  });

  test('a file that is missing is one problem, whose text does not show the path', () => {
    const path = join(directory, SECRET);
    for (const get of [
      (reader: EnvironmentReader) => reader.text('NAME'),
      (reader: EnvironmentReader) => reader.optionalText('NAME'),
      (reader: EnvironmentReader) => reader.integer('NAME', { min: 1, max: 2 }),
      (reader: EnvironmentReader) => reader.url('NAME'),
      (reader: EnvironmentReader) => reader.base64Key('NAME'),
      (reader: EnvironmentReader) => reader.oneOf('NAME', ['a']),
      (reader: EnvironmentReader) => reader.json('NAME'),
      (reader: EnvironmentReader) => reader.textMatching('NAME', /^a$/, 'must be a'),
      (reader: EnvironmentReader) => reader.headerText('NAME'),
      (reader: EnvironmentReader) => reader.optionalRenewableHeaderText('NAME'),
    ]) {
      expect(problemsOf({ NAME_FILE: path }, get)).toEqual(['NAME_FILE must name a file that this process can read']);
    }
  });

  test('a text that its pattern refuses is a problem', () => {
    const get = (reader: EnvironmentReader) => reader.textMatching('NAME', /^\//, 'must start with /');
    expect(problemsOf({ NAME: 'a' }, get)).toEqual(['NAME must start with /']);
    expect(problemsOf({}, get)).toEqual(['NAME is required, and must start with /']);
  });
});

describe('whole numbers from 1 to 25000', () => {
  const get = (reader: EnvironmentReader) => reader.integer('NAME', { min: 1, max: 25_000, fallback: 20_000 });

  for (const [text, number] of [
    ['1', 1],
    ['25000', 25_000],
    ['', 20_000],
  ] as const) {
    test(`"${text}" is ${number}`, () => {
      expect(readEnvironment({ NAME: text }, get)).toBe(number);
    });
  }

  for (const text of ['0', '25001', '-1', '1.5', '1e3', ' 5', '0x10', 'ten', '99999999999999999999']) {
    test(`"${text}" is none`, () => {
      expect(problemsOf({ NAME: text }, get)).toEqual(['NAME must be a whole number from 1 to 25000']);
    });
  }

  test('without a fallback it is required', () => {
    const required = (reader: EnvironmentReader) => reader.integer('NAME', { min: 0, max: 9 });
    expect(problemsOf({}, required)).toEqual(['NAME is required, and must be a whole number from 0 to 9']);
  });
});

describe('one of some words', () => {
  const get = (reader: EnvironmentReader) => reader.oneOf('NAME', ['plain', 'encrypted'], 'plain');

  test('a word is taken, the fallback where there is none', () => {
    expect(readEnvironment({ NAME: 'encrypted' }, get)).toBe('encrypted');
    expect(readEnvironment({}, get)).toBe('plain');
  });

  test('another word, or another case, is a problem', () => {
    expect(problemsOf({ NAME: 'Plain' }, get)).toEqual(['NAME must be one of: plain, encrypted']);
  });
});

describe('keys of 32 bytes', () => {
  const get = (reader: EnvironmentReader) => reader.base64Key('NAME');
  const bytes = Buffer.alloc(32, 0xfb);

  test('base64 of 32 bytes is taken', () => {
    expect(readEnvironment({ NAME: bytes.toString('base64') }, get)).toEqual(bytes);
  });

  for (const [name, text] of [
    ['31 bytes', Buffer.alloc(31).toString('base64')],
    ['33 bytes', Buffer.alloc(33).toString('base64')],
    ['hex', bytes.toString('hex')],
    ['the URL alphabet', bytes.toString('base64url')],
    ['a character that is not base64', `*${bytes.toString('base64').slice(1)}`],
    ['a space behind it', `${bytes.toString('base64')} `],
  ] as const) {
    test(`${name}: a problem`, () => {
      expect(problemsOf({ NAME: text }, get)).toEqual(['NAME must be the base64 text of exactly 32 bytes']);
    });
  }
});

describe('regular expressions', () => {
  const get = (reader: EnvironmentReader) => reader.regularExpression('NAME', '^a$');

  test('case is ignored, in a given one and in the fallback', () => {
    expect(readEnvironment({ NAME: 'kod' }, get).test('Galat KOD')).toBe(true);
    expect(readEnvironment({}, get).test('A')).toBe(true);
  });

  test('one that does not compile is a problem', () => {
    expect(problemsOf({ NAME: '(' }, get)).toEqual([
      'NAME must be a regular expression as JavaScript writes them, without slashes',
    ]);
  });
});

describe('JSON', () => {
  const get = (reader: EnvironmentReader) => reader.json('NAME');

  test('a value is parsed; absent is undefined', () => {
    expect(readEnvironment({ NAME: '{"a":[1]}' }, get)).toEqual({ a: [1] });
    expect(readEnvironment({ NAME: 'null' }, get)).toBeNull();
    expect(readEnvironment({}, get)).toBeUndefined();
  });

  test('anything else is a problem', () => {
    expect(problemsOf({ NAME: `{"a":${SECRET}}` }, get)).toEqual(['NAME must be JSON']);
  });
});

describe('texts that are asked for again at each use', () => {
  const get = (reader: EnvironmentReader) => reader.optionalRenewableHeaderText('NAME');

  test('absent is undefined', () => {
    expect(readEnvironment({}, get)).toBeUndefined();
  });

  test('a given one stays', async () => {
    expect(await readEnvironment({ NAME: 'abc' }, get)?.()).toBe('abc');
  });

  test('a file is read anew each time, without its last line end', async () => {
    const ask = readEnvironment({ NAME_FILE: file('first\n') }, get);
    expect(await ask?.()).toBe('first');
    file('second\n');
    expect(await ask?.()).toBe('second');
  });

  test('a file that is empty at the start may be filled later', async () => {
    const ask = readEnvironment({ NAME_FILE: file('') }, get);
    expect(await ask?.()).toBe('');
    file('later\n');
    expect(await ask?.()).toBe('later');
  });

  test('a file that is gone later rejects', async () => {
    const ask = readEnvironment({ NAME_FILE: file('first') }, get);
    rmSync(join(directory, 'value'));
    await expect(ask?.()).rejects.toThrow();
  });

  test('two lines are a problem at the start', () => {
    const problem = 'NAME must be one line of text without control characters, as HTTP headers allow';
    expect(problemsOf({ NAME: 'a\nb' }, get)).toEqual([problem]);
    expect(problemsOf({ NAME_FILE: file('a\nb') }, get)).toEqual([problem]);
  });
});

describe('problems', () => {
  test('all are reported at once, each with its variable and form, none with its value', () => {
    const env = { B: SECRET, C: `http://${SECRET}.example`, D: SECRET, E: SECRET, F: `[${SECRET}` };
    let message = '';
    try {
      readEnvironment(env, (reader) => {
        reader.text('A');
        reader.integer('B', { min: 1, max: 9 });
        reader.url('C');
        reader.base64Key('D');
        reader.oneOf('E', ['x', 'y']);
        reader.regularExpression('F', '');
        reader.report('G', 'must fit to A');
      });
    } catch (error) {
      expect(error).toBeInstanceOf(EnvironmentError);
      message = (error as Error).message;
    }
    expect(message.split('\n').slice(1)).toEqual([
      '  A is required, and must be a text',
      '  B must be a whole number from 1 to 9',
      '  C must be an https URL without user name and password (plain http only to a loopback host)',
      '  D must be the base64 text of exactly 32 bytes',
      '  E must be one of: x, y',
      '  F must be a regular expression as JavaScript writes them, without slashes',
      '  G must fit to A',
    ]);
    expect(message).not.toContain(SECRET);
  });
});
