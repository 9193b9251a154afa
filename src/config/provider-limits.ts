import { DEFAULT_HTTP_TIMEOUT_MS, MAX_HTTP_TIMEOUT_MS } from '../contract/time-limits.js';
import type { EnvironmentReader } from './environment.js';

const MAX_CALLS_PER_SECOND = 100_000;

/** The limits of the calls to one provider, `ISERVEU` or `IIFL`. */
export function readProviderLimits(reader: EnvironmentReader, provider: 'ISERVEU' | 'IIFL') {
  const perSecond = `${provider}_MAX_CALLS_PER_SECOND`;
  return {
    /** Deadline over the whole answer, in ms. */
    timeoutMs: reader.integer(`${provider}_TIMEOUT_MS`, {
      min: 1,
      max: MAX_HTTP_TIMEOUT_MS,
      fallback: DEFAULT_HTTP_TIMEOUT_MS,
    }),
    /** Of all workers together; absent: no limit. */
    ...(reader.optionalText(perSecond) !== undefined && {
      maxCallsPerSecond: reader.integer(perSecond, { min: 1, max: MAX_CALLS_PER_SECOND }),
    }),
  };
}
