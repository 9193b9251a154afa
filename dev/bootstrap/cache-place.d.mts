/** See cache-place.mjs. */
export function cacheDirectory(environment: NodeJS.ProcessEnv): string;
export function entryDirectory(cache: string, name: string): string;
export function pinnedCliVersion(root: string): string;
export function cliEntryName(root: string): string;
