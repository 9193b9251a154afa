import { join } from 'node:path';
import { cacheDirectory, entryDirectory } from './bootstrap-modules.js';
import { makeEntry } from './cache.js';
import type { Report } from './report.js';
import { Search, type Way } from './ways.js';

/** A program that is needed, and where it may come from. */
export interface WantedProgram {
  /** As reports call it, such as `Temporal CLI`. */
  what: string;
  /** Name of its cache entry, with its version. */
  name: string;
  /** Name of its file in the entry. */
  executable: string;
  /** Ways that take no time, given where the cache would have it. */
  find: (cached: string) => readonly Way[];
  /** Ways that fill a directory of the cache, and may take minutes. */
  make: (directory: string) => readonly Way[];
  isUsable: (file: string) => Promise<boolean>;
  /** For when no way works. */
  whatToDo: string;
}

/** Who wants a program. */
export interface Wanting {
  /** Hears what takes long, and which ways did not work. */
  report: Report;
  environment: NodeJS.ProcessEnv;
  /** Ends the search, and what it has under way. */
  signal?: AbortSignal | undefined;
}

/**
 * Finds a program, or gets it into the cache; returns the path of its executable.
 *
 * @throws NoWayLeft with the reason of each way and what to install; the reason of `signal` once that is aborted.
 */
export async function getProgram(
  { what, name, executable, find, make, isUsable, whatToDo }: WantedProgram,
  { report, environment, signal }: Wanting,
): Promise<string> {
  const search = new Search(what, report, signal);
  const cache = cacheDirectory(environment);
  const found = await search.firstOf(find(join(entryDirectory(cache, name), executable)));
  if (found !== undefined) return found;
  search.tellAll();
  const entry = await makeEntry(
    cache,
    {
      name,
      isUsable: (directory) => isUsable(join(directory, executable)),
      async fill(directory) {
        if ((await search.firstOf(make(directory))) === undefined) throw search.failure(whatToDo);
      },
    },
    { report, signal },
  );
  return join(entry, executable);
}
