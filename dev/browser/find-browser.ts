import type { Browser } from 'playwright-core';
import { cacheDirectory, entryDirectory } from '../temporal/bootstrap-modules.js';
import { makeEntry, type CacheEntry } from '../temporal/cache.js';
import type { Report } from '../temporal/report.js';
import { NoWayLeft, Search, type Way } from '../temporal/ways.js';
import { BROWSER_VERSIONS, getBrowserFromNpm, getBrowserFromPlaywright, inCache } from './downloaded-browsers.js';
import { getBrowserFromDebian } from './debian-browser.js';
import { browserOfPlaywright, browsersInUsualPlaces } from './installed-browsers.js';
import { startBrowser } from './start-browser.js';

/** A browser that runs. */
export interface FoundBrowser {
  /** Its executable. */
  file: string;
  browser: Browser;
}

const WHAT_TO_DO =
  'Only the tests of the OTP page need it. Install Chromium or Google Chrome so that `chromium` or `google-chrome` is on ' +
  'the PATH (Debian: apt-get install chromium), or run `npx playwright-core install chromium-headless-shell`, and run ' +
  'the command again.';

/**
 * Finds or gets a Chromium and starts it; that it starts is the proof that it can be used. The ways, in order:
 * Playwright's own, the usual names and places, our cache, Playwright's download, an npm package (Linux on x64),
 * Debian's package (as root). The last three may take minutes.
 *
 * @throws NoWayLeft with the reason of each way and what to install.
 */
export async function findBrowser(report: Report, environment = process.env): Promise<FoundBrowser> {
  const search = new Search('Chromium', report);
  const cache = cacheDirectory(environment);
  const start = (file: string) => startBrowser(file, environment);
  const found = await firstThatStarts(search, start, [
    { name: 'Playwright’s own', get: () => browserOfPlaywright(environment) },
    ...browsersInUsualPlaces(environment),
    { name: 'cache', get: () => inCache(entryDirectory(cache, BROWSER_VERSIONS)) },
  ]);
  if (found !== undefined) return found;
  search.tellAll();
  try {
    const entry = await makeEntry(cache, downloaded(search, start, { environment, report }), { report });
    const file = await inCache(entry);
    return { file, browser: await start(file) };
  } catch (error) {
    if (!(error instanceof NoWayLeft)) throw error;
  }
  const installed = await firstThatStarts(search, start, [
    { name: 'Debian package', get: () => getBrowserFromDebian(environment, report) },
  ]);
  if (installed === undefined) throw search.failure(WHAT_TO_DO);
  return installed;
}

type Start = (file: string) => Promise<Browser>;

async function firstThatStarts(search: Search, start: Start, ways: readonly Way[]): Promise<FoundBrowser | undefined> {
  const started: FoundBrowser[] = [];
  const starting = ways.map((way) => ({
    name: way.name,
    get: async () => {
      const file = await way.get();
      started.push({ file, browser: await start(file) });
      return file;
    },
  }));
  await search.firstOf(starting);
  return started[0];
}

/** The browser of our cache; it is started once where it is made, so that only one that can be used gets in. */
function downloaded(
  search: Search,
  start: Start,
  { environment, report }: { environment: NodeJS.ProcessEnv; report: Report },
): CacheEntry {
  return {
    name: BROWSER_VERSIONS,
    async isUsable(directory) {
      const found = await firstThatStarts(search, start, [{ name: 'cache', get: () => inCache(directory) }]);
      await found?.browser.close();
      return found !== undefined;
    },
    async fill(directory) {
      const found = await firstThatStarts(search, start, [
        { name: 'Playwright’s download', get: () => getBrowserFromPlaywright(directory, environment, report) },
        { name: 'npm package', get: () => getBrowserFromNpm(directory, environment, report) },
      ]);
      if (found === undefined) throw search.failure(WHAT_TO_DO);
      await found.browser.close();
    },
  };
}
