import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiKeyEntry } from '../../config/gateway-access.js';
import type { ServiceCaller } from './caller.js';

/** Finds the caller of an API key. Every entry is compared, in constant time, so that time tells nothing. */
export function callerOfApiKey(credential: string, entries: readonly ApiKeyEntry[]): ServiceCaller | undefined {
  const sha256 = createHash('sha256').update(credential).digest();
  const matching = entries.filter((entry) => timingSafeEqual(entry.sha256, sha256));
  return matching.map(({ name, role }): ServiceCaller => ({ role, name, limitKey: `key:${name}` })).at(0);
}
