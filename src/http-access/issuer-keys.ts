import { createLocalJWKSet, createRemoteJWKSet, customFetch, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { SafeError } from '../contract/safe-error.js';

const FETCH_TIMEOUT_MS = 5_000;
/** After a failed fetch the issuer is asked again no sooner than this, however many tokens wait for its keys. */
const COOL_DOWN_SECONDS = 5;

/** The issuer's keys cannot be fetched and none are known yet, so a token can be neither accepted nor refused. */
export class IssuerKeysUnavailable extends SafeError {
  override readonly name = 'IssuerKeysUnavailable';
  /** For the answer that tells the caller to try again. */
  readonly headers = { 'Retry-After': String(COOL_DOWN_SECONDS) };

  constructor(cause: unknown) {
    super("The JWT issuer's keys are unavailable, so its tokens cannot be checked now. Try again.", { cause });
  }
}

/**
 * The public keys of a JWT issuer. They are fetched when the first token comes, again every 10 minutes, and for a token
 * with an unknown key id at most every 30 s. While fetching fails, the keys of the last successful fetch stay in use.
 * The returned function rejects with {@link IssuerKeysUnavailable}, or with an error of jose for a token without a key.
 */
export function createIssuerKeys(jwksUrl: URL): JWTVerifyGetKey {
  let lastKnown: string | undefined;
  let failure: { atMs: number; cause: unknown } | undefined;
  return createRemoteJWKSet(jwksUrl, {
    timeoutDuration: FETCH_TIMEOUT_MS,
    [customFetch]: async (...request) => {
      if (failure === undefined || Date.now() - failure.atMs >= COOL_DOWN_SECONDS * 1_000) {
        try {
          lastKnown = await fetchKeys(...request);
          failure = undefined;
        } catch (cause) {
          failure = { atMs: Date.now(), cause };
        }
      }
      // A fetch that gives the last known keys counts as successful for jose, which then waits as after any other.
      if (lastKnown !== undefined) return new Response(lastKnown);
      throw new IssuerKeysUnavailable(failure?.cause);
    },
  });
}

/** @throws for an answer that holds no set of keys, such as a page that announces maintenance */
async function fetchKeys(...request: Parameters<typeof fetch>): Promise<string> {
  const response = await fetch(...request);
  if (response.status !== 200) throw new TypeError(`HTTP ${response.status}`);
  const text = await response.text();
  createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
  return text;
}
