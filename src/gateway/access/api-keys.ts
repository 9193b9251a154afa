import type { ApiKeyEntry } from '../../config/gateway-access.js';
import { findByHash } from '../../encryption/known-by-hash.js';
import type { ServiceCaller } from './caller.js';

/** Finds the caller of an API key. */
export function callerOfApiKey(credential: string, entries: readonly ApiKeyEntry[]): ServiceCaller | undefined {
  const found = findByHash(entries, credential);
  return found && { role: found.role, name: found.name, limitKey: `key:${found.name}` };
}
