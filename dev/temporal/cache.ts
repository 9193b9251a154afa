import { randomUUID } from 'node:crypto';
import { constants, existsSync, rmSync } from 'node:fs';
import { access, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { entryDirectory, withDirectoryLock } from './bootstrap-modules.js';
import type { Report } from './report.js';

/** What goes into the cache under one name. */
export interface CacheEntry {
  /** Names the content with its version and platform; another version is another entry. */
  name: string;
  /** Fills the empty directory, which is not seen before it is whole. */
  fill: (directory: string) => Promise<void>;
  /** Whether an entry that is there can be used; one that can't is made anew. */
  isUsable: (directory: string) => Promise<boolean>;
}

/**
 * Makes an entry: filled in a directory of its own, then renamed into place, so that it is there as a whole or not at
 * all. One process at a time makes it; whoever waited takes what the first one made. `signal` ends a wait for the other;
 * ending a filling is up to `fill`.
 *
 * @returns the entry's directory.
 */
export async function makeEntry(
  cache: string,
  { name, fill, isUsable }: CacheEntry,
  { report, signal }: { report: Report; signal?: AbortSignal | undefined },
): Promise<string> {
  const entry = entryDirectory(cache, name);
  await makeWritable(cache);
  const onWait = () => {
    report(`Waiting for another process that is getting ${name}`);
  };
  return withDirectoryLock(
    `${entry}.lock`,
    async () => {
      if (existsSync(entry)) {
        if (await isUsable(entry)) return entry;
        await rm(entry, { recursive: true });
      }
      await removePartials(cache, entry);
      const partial = `${entry}.partial-${randomUUID()}`;
      const removePartial = () => {
        rmSync(partial, { recursive: true, force: true });
      };
      await mkdir(partial);
      process.on('exit', removePartial);
      try {
        await fill(partial);
        signal?.throwIfAborted();
        await rename(partial, entry);
      } finally {
        process.off('exit', removePartial);
        await rm(partial, { recursive: true, force: true });
      }
      return entry;
    },
    { onWait, ...(signal && { signal }) },
  );
}

async function makeWritable(cache: string): Promise<void> {
  try {
    await mkdir(cache, { recursive: true });
    await access(cache, constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The cache directory can't be written (${reason}). Name another one in ONBOARDING_CACHE_DIR.`);
  }
}

/** Removes what killed processes have left of this entry; only the lock's holder may. */
async function removePartials(cache: string, entry: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const path = join(cache, name);
    if (path.startsWith(`${entry}.partial-`)) await rm(path, { recursive: true, force: true });
  }
}
