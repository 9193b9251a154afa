import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/**
 * Where downloaded and built programs are kept, outside the checkout: `ONBOARDING_CACHE_DIR`, else
 * `customer-onboarding` under the user's cache directory.
 */
export function cacheDirectory(environment) {
  const chosen = environment['ONBOARDING_CACHE_DIR'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  const xdg = environment['XDG_CACHE_HOME'];
  // The XDG specification has relative paths ignored.
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'customer-onboarding');
  const home = environment['HOME'] ?? homedir();
  return join(home, process.platform === 'darwin' ? 'Library/Caches' : '.cache', 'customer-onboarding');
}

/** Where an entry of this name is, or would be. */
export function entryDirectory(cache, name) {
  return join(cache, `${name}-${process.platform}-${process.arch}`);
}

/** The Temporal CLI that go.mod pins, as `1.8.2`; the official download gets the same. */
export function pinnedCliVersion(root) {
  const file = join(root, 'dev/temporal-cli/go.mod');
  const version = /github\.com\/temporalio\/cli v([\d.]+)/.exec(readFileSync(file, 'utf8'))?.[1];
  if (version === undefined) throw new Error(`${file} does not name the version that it pins.`);
  return version;
}

/** Name of the Temporal CLI's entry. */
export function cliEntryName(root) {
  return `temporal-cli-${pinnedCliVersion(root)}`;
}
