import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 100;
const HEARTBEAT_MS = 2_000;
/** A heartbeat that stands still this long, as watched by the waiter's own clock, means that the holder is gone. */
const SILENT_MS = 30_000;

/**
 * Runs `work` while no other process (nor another call in this one) holds the lock at `path`, a directory that exists
 * while the lock is held. A lock whose holder has died is taken over at once; where its process cannot be asked (another
 * machine or container, a process id used again) or only a child of it lives on, once its heartbeat has stood still for
 * 30 s.
 *
 * @template T
 * @param {string} path
 * @param {(lock: { alsoHeldBy(pid: number): Promise<void> }) => Promise<T>} work `alsoHeldBy` names a child that
 *   may outlive this process.
 * @param {{ onWait?: () => void, signal?: AbortSignal }} [options] `onWait` is called once if the lock is held.
 * @returns {Promise<T>}
 */
export async function withDirectoryLock(path, work, { onWait, signal } = {}) {
  const token = randomUUID();
  const owner = { token, host: hostname(), pids: [process.pid] };
  await acquire(path, owner, { onWait, signal });
  const heartbeat = setInterval(() => {
    const now = new Date();
    // The directory may have been taken over or removed by hand; the work goes on either way.
    utimes(join(path, 'owner.json'), now, now).catch(() => {});
  }, HEARTBEAT_MS);
  heartbeat.unref();
  let noted = Promise.resolve();
  const note = async (pid) => {
    owner.pids.push(pid);
    if ((await readHolder(path))?.token === token) await writeOwner(path, owner);
  };
  try {
    return await work({ alsoHeldBy: (pid) => (noted = noted.then(() => note(pid))) });
  } finally {
    clearInterval(heartbeat);
    // A lock that was taken over or removed by hand in the meantime can't be noted on.
    await noted.catch(() => {});
    await removeIfOwnedBy(path, token);
  }
}

async function acquire(path, owner, { onWait, signal }) {
  let announced = false;
  let lastSeen = { token: '', beat: 0, at: 0 };
  while (!(await tryToTake(path, owner))) {
    signal?.throwIfAborted();
    const holder = await readHolder(path);
    if (holder === undefined) {
      await delay(POLL_MS);
      continue;
    }
    const now = performance.now();
    if (holder.token !== lastSeen.token || holder.beat !== lastSeen.beat) {
      lastSeen = { token: holder.token, beat: holder.beat, at: now };
    }
    if (hasDied(holder) || now - lastSeen.at > SILENT_MS) {
      await removeIfOwnedBy(path, holder.token);
      continue;
    }
    if (!announced) onWait?.();
    announced = true;
    await delay(POLL_MS);
  }
}

/** A directory moves into place with its content: nobody ever sees a lock without its owner. */
async function tryToTake(path, owner) {
  if ((await readHolder(path)) !== undefined) return false;
  const prepared = `${path}.${owner.token}`;
  await mkdir(prepared, { recursive: true });
  try {
    await writeOwner(prepared, owner);
    await rename(prepared, path);
    return true;
  } catch (error) {
    await rm(prepared, { recursive: true, force: true });
    if (['ENOTEMPTY', 'EEXIST'].includes(error.code)) return false;
    throw error;
  }
}

async function writeOwner(path, owner) {
  const partial = join(path, `owner.${randomUUID()}`);
  await writeFile(partial, JSON.stringify(owner));
  await rename(partial, join(path, 'owner.json'));
}

/** The holder of a lock; undefined when nobody holds it. */
async function readHolder(path) {
  try {
    const file = join(path, 'owner.json');
    const [{ token, host, pids }, { mtimeMs }] = [JSON.parse(await readFile(file, 'utf8')), await stat(file)];
    return { token, host, pids, beat: mtimeMs };
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    // A disk that was full can leave an empty file: nobody stands behind it.
    if (error instanceof SyntaxError) return { token: undefined, host: hostname(), pids: [], beat: 0 };
    throw error;
  }
}

function hasDied({ host, pids }) {
  return host === hostname() && !pids.some(isAlive);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Moves the lock aside before removing it, and puts it back if it turns out to be another's, taken in between. */
async function removeIfOwnedBy(path, token) {
  const aside = `${path}.${randomUUID()}`;
  if ((await readHolder(path))?.token !== token) return;
  try {
    await rename(path, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if ((await readHolder(aside))?.token !== token) {
    await rename(aside, path).catch(() => {});
    return;
  }
  await rm(aside, { recursive: true, force: true });
}
