import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as CachePlace from '../bootstrap/cache-place.mjs';
import type * as DirectoryLock from '../bootstrap/directory-lock.mjs';
import type * as ProcessGroup from '../bootstrap/process-group.mjs';
import { PROJECT_ROOT } from './project-root.js';

/** What the bootstrap shares: plain JavaScript in its source place, because it is needed before anything is built. */
async function load<Module>(name: string): Promise<Module> {
  return (await import(pathToFileURL(join(PROJECT_ROOT, 'dev/bootstrap', name)).href)) as Module;
}

export const { withDirectoryLock } = await load<typeof DirectoryLock>('directory-lock.mjs');
export const { spawnGroup } = await load<typeof ProcessGroup>('process-group.mjs');
export const { cacheDirectory, cliEntryName, entryDirectory, pinnedCliVersion } =
  await load<typeof CachePlace>('cache-place.mjs');
