import { createHash, timingSafeEqual } from 'node:crypto';

/** A JWT with many claims fits; a longer credential is refused unread. */
const MAX_CREDENTIAL_CHARACTERS = 8_192;

/** The credential of `Authorization: Bearer …`, the scheme in any case; `undefined` for any other header. */
export function bearerCredential(authorization = ''): string | undefined {
  const [, credential = ''] = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization) ?? [];
  return credential === '' || credential.length > MAX_CREDENTIAL_CHARACTERS ? undefined : credential;
}

/** Whether a credential has the form of a signed JSON Web Token. */
export function isJsonWebToken(credential: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(credential);
}

/**
 * Finds the entry that holds the SHA-256 of a secret. Every entry is compared, so the time of the search tells nothing
 * about any of them.
 */
export function findByHash<Entry extends { sha256: Uint8Array }>(
  entries: readonly Entry[],
  secret: string,
): Entry | undefined {
  const sha256 = createHash('sha256').update(secret, 'utf8').digest();
  const [found] = entries.filter((entry) => timingSafeEqual(entry.sha256, sha256));
  return found;
}
