import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withDirectoryLock } from '../../../dev/bootstrap/directory-lock.mjs';

const MODULE = new URL('../../../dev/bootstrap/directory-lock.mjs', import.meta.url).href;
let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'onboarding-lock-'));
  path = join(directory, 'lock');
});
afterEach(() => rm(directory, { recursive: true }));

/** Runs lines of JavaScript in a process of its own, with `withDirectoryLock` and `path` at hand. */
function run(code: string): ChildProcess {
  const source = `import { withDirectoryLock } from ${JSON.stringify(MODULE)}; const path = ${JSON.stringify(path)}; ${code}`;
  return spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['pipe', 'pipe', 'inherit'] });
}

/** A process that holds the lock until it is killed. */
async function startHolder(beforeHolding = ''): Promise<ChildProcess> {
  const holder = run(
    `await withDirectoryLock(path, async (lock) => { ${beforeHolding} console.log('held'); await new Promise(() => setInterval(() => {}, 1000)); });`,
  );
  if (holder.stdout === null) throw new Error('no stdout');
  await once(holder.stdout, 'data');
  return holder;
}

async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

test('the result of the work is returned and the lock is gone afterwards', async () => {
  await expect(withDirectoryLock(path, () => Promise.resolve(7))).resolves.toBe(7);
  expect(await readdir(directory)).toEqual([]);
});

test('the lock is given back when the work fails', async () => {
  await expect(withDirectoryLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await readdir(directory)).toEqual([]);
});

test('4 processes that add to one number 10 times each lose no addition', async () => {
  const counter = join(directory, 'counter');
  await writeFile(counter, '0');
  const code = `
    import { readFileSync, writeFileSync } from 'node:fs';
    import { setImmediate } from 'node:timers/promises';
    const counter = ${JSON.stringify(counter)};
    for (let round = 0; round < 10; round += 1) {
      await withDirectoryLock(path, async () => {
        const count = Number(readFileSync(counter));
        await setImmediate();
        writeFileSync(counter, String(count + 1));
      });
    }`;
  const children = [1, 2, 3, 4].map(() => run(code));
  await Promise.all(children.map((child) => once(child, 'exit')));
  expect(await readFile(counter, 'utf8')).toBe('40');
  expect(await readdir(directory)).toEqual(['counter']);
});

test('a lock whose holder lives is waited for, and said to be waited for once', async () => {
  const holder = await startHolder();
  let waits = 0;
  const waiting = new Promise<void>((resolve) => {
    void withDirectoryLock(path, () => Promise.resolve(), { onWait: () => (waits += 1) }).then(resolve);
  });
  await expect.poll(() => waits).toBe(1);
  await kill(holder);
  await waiting;
  expect(waits).toBe(1);
});

test('a lock whose holder was killed is taken over without waiting', async () => {
  await kill(await startHolder());
  let waited = false;
  await withDirectoryLock(path, () => Promise.resolve(), { onWait: () => (waited = true) });
  expect(waited).toBe(false);
  expect(await readdir(directory)).toEqual([]);
});

test('a lock is not taken over while a child of its killed holder lives on', async () => {
  const child = run('setInterval(() => {}, 1000);');
  await kill(await startHolder(`await lock.alsoHeldBy(${child.pid});`));
  let waited = false;
  const next = withDirectoryLock(path, () => Promise.resolve('mine'), { onWait: () => (waited = true) });
  await expect.poll(() => waited).toBe(true);
  await kill(child);
  await expect(next).resolves.toBe('mine');
});

test('a process of another machine is not judged by its process id here', async () => {
  const gone = run('');
  await once(gone, 'exit');
  await mkdir(path);
  const owner = { token: 'theirs', host: `not-${hostname()}`, pids: [gone.pid] };
  await writeFile(join(path, 'owner.json'), JSON.stringify(owner));
  const interrupted = new AbortController();
  const attempt = withDirectoryLock(path, () => Promise.resolve(), {
    onWait: () => {
      interrupted.abort(new Error('waited'));
    },
    signal: interrupted.signal,
  });
  await expect(attempt).rejects.toThrow('waited');
  expect(await readdir(path)).toEqual(['owner.json']);
});

test('a lock without a readable owner is nobody’s and is taken over', async () => {
  await mkdir(path);
  await writeFile(join(path, 'owner.json'), '');
  await expect(withDirectoryLock(path, () => Promise.resolve('mine'))).resolves.toBe('mine');
});
