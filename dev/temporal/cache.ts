import { randomUUID } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { access, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as DirectoryLock from '../bootstrap/directory-lock.mjs';
import { PROJECT_ROOT } from './project-root.js';
import type { Report } from './report.js';

// The lock is plain JavaScript in its source place, because the bootstrap needs it before anything is built.
const { withDirectoryLock } = (await import(
  pathToFileURL(join(PROJECT_ROOT, 'dev/bootstrap/directory-lock.mjs')).href
)) as typeof DirectoryLock;

/** What goes into the cache under one name. */
export interface CacheEntry {
  /** Names the content with its version and platform; another version is another entry. */
  name: string;
  /** Fills the empty directory. Nobody sees it before it is whole. */
  fill: (directory: string) => Promise<void>;
  /** Whether an entry that is there can be used; one that can't is made anew. */
  isUsable: (directory: string) => Promise<boolean>;
}

/**
 * Where downloaded and built programs are kept, outside the checkout: `ONBOARDING_CACHE_DIR`, else
 * `customer-onboarding` under the user's cache directory.
 */
export function cacheDirectory(environment: NodeJS.ProcessEnv): string {
  const chosen = environment['ONBOARDING_CACHE_DIR'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  const xdg = environment['XDG_CACHE_HOME'];
  // The XDG specification has relative paths ignored.
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'customer-onboarding');
  const home = environment['HOME'] ?? homedir();
  return join(home, process.platform === 'darwin' ? 'Library/Caches' : '.cache', 'customer-onboarding');
}

/** Where an entry of this name is, or would be. */
export function entryDirectory(cache: string, name: string): string {
  return join(cache, `${name}-${process.platform}-${process.arch}`);
}

/**
 * Makes an entry: filled in a directory of its own, then renamed into place, so that it is there as a whole or not at
 * all. One process at a time makes it; whoever waited takes what the first one made.
 *
 * @returns the entry's directory.
 */
export async function makeEntry(cache: string, { name, fill, isUsable }: CacheEntry, report: Report): Promise<string> {
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
      await mkdir(partial);
      try {
        await fill(partial);
        await rename(partial, entry);
      } finally {
        await rm(partial, { recursive: true, force: true });
      }
      return entry;
    },
    { onWait },
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
