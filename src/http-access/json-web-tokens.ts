import { errors, jwtVerify, type JWTPayload } from 'jose';
import { createIssuerKeys, IssuerKeysUnavailable } from './issuer-keys.js';

/** Signatures with a public key only: with a shared secret, a server that checks tokens could also forge them. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];
const CLOCK_TOLERANCE_SECONDS = 30;
/** Claims in which identity providers put the scopes of a token: words with spaces between, or a list of words. */
const SCOPE_CLAIMS = ['scope', 'scp', 'roles', 'permissions'];

/** The claims of a valid token. */
export interface VerifiedToken {
  subject: string;
  scopes: readonly string[];
  /** When it stops being valid, clock tolerance included, in ms since 1970. */
  expiresAtMs: number;
  /** Its claim `jti`. */
  tokenId?: string;
}

export interface JwtRules {
  issuer: string;
  audience: string;
  jwksUrl: URL;
}

/**
 * Makes the verifier of one issuer's JSON Web Tokens. It gives `undefined` for a token that is not the issuer's, not for
 * this audience, expired, or without `sub` and `exp`, and rejects with {@link IssuerKeysUnavailable}.
 */
export function createJwtVerifier(rules: JwtRules): (token: string) => Promise<VerifiedToken | undefined> {
  const keys = createIssuerKeys(rules.jwksUrl);
  const options = {
    issuer: rules.issuer,
    audience: rules.audience,
    algorithms: ALGORITHMS,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    requiredClaims: ['sub', 'exp'],
  };
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, options);
      const { sub = '', exp = 0, jti } = payload;
      return {
        subject: sub,
        scopes: scopesOf(payload),
        expiresAtMs: (exp + CLOCK_TOLERANCE_SECONDS) * 1_000,
        ...(jti !== undefined && { tokenId: jti }),
      };
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      // Any other error is a failed fetch, or a key of the issuer that cannot be used.
      throw error instanceof IssuerKeysUnavailable ? error : new IssuerKeysUnavailable(error);
    }
  };
}

function scopesOf(payload: JWTPayload): string[] {
  return SCOPE_CLAIMS.flatMap((claim) => {
    const value = payload[claim];
    if (typeof value === 'string') return value.split(' ');
    return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
  });
}
