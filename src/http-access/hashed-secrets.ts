import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Finds the entry whose secret this is among entries that hold only its SHA-256. Every entry is compared, so that the
 * time tells nothing about any of them.
 */
export function findByHash<Entry extends { sha256: Uint8Array }>(
  entries: readonly Entry[],
  secret: string,
): Entry | undefined {
  const sha256 = createHash('sha256').update(secret, 'utf8').digest();
  const [found] = entries.filter((entry) => timingSafeEqual(entry.sha256, sha256));
  return found;
}
