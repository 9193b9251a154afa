import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import type { JwtSettings } from '../../config/codec-server.js';
import { isTokensFault } from '../tokens-fault.js';
import type { Caller } from './caller.js';
import { HttpRefusal } from './http-refusal.js';

/** Signatures with a public key, which the codec server cannot make itself. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const CLOCK_TOLERANCE_SECONDS = 30;
const JWKS_TIMEOUT_MS = 5_000;
/** Longest name in an audit line. */
const MAX_NAME = 200;

/** Claims in which identity providers put what a token is good for: a text of words, or a list. */
const SCOPE_CLAIMS = ['scope', 'scp', 'roles', 'permissions'];

/**
 * Reads JSON Web Tokens: who it is that the issuer vouches for. Nothing for a token that is not the issuer's, not for this
 * audience, over, or without `exp` and `sub`. Rejects with {@link HttpRefusal} 503 when the issuer's keys cannot be had.
 */
export function createJwtReader(settings: JwtSettings): (token: string) => Promise<Caller | undefined> {
  const { issuer, audience, jwksUrl, decodeScope } = settings;
  const keys = createRemoteJWKSet(jwksUrl, { timeoutDuration: JWKS_TIMEOUT_MS });
  const rules = {
    issuer,
    audience,
    algorithms: ALGORITHMS,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    requiredClaims: ['exp', 'sub'],
  };
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, rules);
      const mayDecode = decodeScope === undefined || scopesOf(payload).includes(decodeScope);
      return { name: (payload.sub ?? '').slice(0, MAX_NAME), mayDecode };
    } catch (error) {
      if (isTokensFault(error)) return undefined;
      throw new HttpRefusal(503, 'The token cannot be checked now: the keys of its issuer cannot be had.');
    }
  };
}

function scopesOf(payload: JWTPayload): unknown[] {
  return SCOPE_CLAIMS.flatMap((claim) => {
    const value = payload[claim];
    if (typeof value === 'string') return value.split(' ');
    return Array.isArray(value) ? (value as unknown[]) : [];
  });
}
