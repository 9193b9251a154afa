import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cacheDirectory, entryDirectory } from '../../../dev/temporal/bootstrap-modules.js';
import { makeEntry } from '../../../dev/temporal/cache.js';

let directory: string;
let cache: string;
let lines: string[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'onboarding-cache-'));
  cache = join(directory, 'cache');
  lines = [];
});
afterEach(() => rm(directory, { recursive: true }));

function make(fill: (directory: string) => Promise<void>, isUsable = () => Promise.resolve(true)): Promise<string> {
  return makeEntry(cache, { name: 'tool-1.0', fill, isUsable }, { report: (line) => lines.push(line) });
}

function writes(content: string): (directory: string) => Promise<void> {
  return (entry) => writeFile(join(entry, 'tool'), content);
}

test('an entry is filled out of sight and then there as a whole, named with its version and platform', async () => {
  const seenMeanwhile: string[] = [];
  const entry = await make(async (partial) => {
    await writes('whole')(partial);
    seenMeanwhile.push(...(await readdir(cache)));
  });
  expect(entry).toBe(join(cache, `tool-1.0-${process.platform}-${process.arch}`));
  expect(seenMeanwhile).not.toContain(`tool-1.0-${process.platform}-${process.arch}`);
  expect(await readFile(join(entry, 'tool'), 'utf8')).toBe('whole');
  expect(await readdir(cache)).toHaveLength(1);
});

test('an entry that is there is not filled again', async () => {
  await make(writes('first'));
  const entry = await make(writes('second'));
  expect(await readFile(join(entry, 'tool'), 'utf8')).toBe('first');
});

test('an entry that can’t be used is made anew, without what was in it', async () => {
  await writeFile(join(await make(writes('old')), 'left'), '');
  const entry = await make(writes('new'), () => Promise.resolve(false));
  expect(await readdir(entry)).toEqual(['tool']);
  expect(await readFile(join(entry, 'tool'), 'utf8')).toBe('new');
});

test('a failed filling leaves nothing', async () => {
  await expect(make(() => Promise.reject(new Error('no network')))).rejects.toThrow('no network');
  expect(await readdir(cache)).toEqual([]);
});

test('what a killed process left half-filled is not believed, and removed by the next', async () => {
  const partial = `${entryDirectory(cache, 'tool-1.0')}.partial-of-a-killed-process`;
  await mkdir(partial, { recursive: true });
  await writeFile(join(partial, 'tool'), 'ha');
  const entry = await make(writes('whole'));
  expect(await readFile(join(entry, 'tool'), 'utf8')).toBe('whole');
  expect(await readdir(cache)).toHaveLength(1);
});

test('of two that make it at once one fills it, and the other says that it waits', async () => {
  let fillings = 0;
  const fill = async (partial: string) => {
    fillings += 1;
    await expect.poll(() => lines).toEqual(['Waiting for another process that is getting tool-1.0']);
    await writes('whole')(partial);
  };
  const [first, second] = await Promise.all([make(fill), make(fill)]);
  expect(first).toBe(second);
  expect(fillings).toBe(1);
});

test('a stop ends the wait for the other, which goes on', async () => {
  let finish: () => void = () => undefined;
  const first = make(async (partial) => {
    await new Promise<void>((resolve) => (finish = resolve));
    await writes('whole')(partial);
  });
  const stop = new AbortController();
  const report = (line: string) => {
    lines.push(line);
    stop.abort(new Error('stopped by the test'));
  };
  await expect.poll(() => readdir(cache).catch(() => [])).toContainEqual(expect.stringMatching(/\.partial-/));
  const second = makeEntry(
    cache,
    { name: 'tool-1.0', fill: writes('second'), isUsable: () => Promise.resolve(true) },
    { report, signal: stop.signal },
  );
  await expect(second).rejects.toThrow('stopped by the test');
  finish();
  expect(await readFile(join(await first, 'tool'), 'utf8')).toBe('whole');
});

test('a cache that can’t be written says so, and names the variable for another place', async () => {
  await writeFile(cache, 'a file where the directory should be');
  await expect(make(writes('whole'))).rejects.toThrow(/can't be written .* ONBOARDING_CACHE_DIR/);
});

test.each([
  [{ ONBOARDING_CACHE_DIR: '/chosen', XDG_CACHE_HOME: '/xdg', HOME: '/home/me' }, '/chosen'],
  [{ ONBOARDING_CACHE_DIR: 'here' }, resolve('here')],
  [{ ONBOARDING_CACHE_DIR: '', XDG_CACHE_HOME: '/xdg', HOME: '/home/me' }, '/xdg/customer-onboarding'],
  [
    { XDG_CACHE_HOME: 'relative', HOME: '/home/me' },
    process.platform === 'darwin'
      ? '/home/me/Library/Caches/customer-onboarding'
      : '/home/me/.cache/customer-onboarding',
  ],
])('with %j the cache is in %s', (environment, expected) => {
  expect(cacheDirectory(environment)).toBe(expected);
});
