import type { EnvironmentReader } from './environment.js';

/** Activities have 30 s from start to close; a call must end well before that, or its answer is lost. */
const MAX_PROVIDER_TIMEOUT_MS = 25_000;
const DEFAULT_PROVIDER_TIMEOUT_MS = 20_000;

/** Reads a provider's deadline over the whole answer, in ms. @default 20_000 */
export function readProviderTimeout(reader: EnvironmentReader, name: string): number {
  return reader.integer(name, { min: 1, max: MAX_PROVIDER_TIMEOUT_MS, fallback: DEFAULT_PROVIDER_TIMEOUT_MS });
}
