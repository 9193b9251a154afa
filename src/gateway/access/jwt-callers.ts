import { createRemoteJWKSet, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { GATEWAY_ROLES, type JwtTrust } from '../../config/gateway-access.js';
import { isTokensFault } from '../../encryption/tokens-fault.js';
import { Problem } from '../problems/problem.js';
import type { ServiceCaller } from './caller.js';

/** Asymmetric algorithms only: the issuer's public keys must not serve as secrets of a forger. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const JWKS_TIMEOUT_MS = 5_000;

/** Knows backends and operators by JWTs of one issuer. */
export class JwtCallers {
  private readonly keys: JWTVerifyGetKey;

  constructor(private readonly trust: JwtTrust) {
    this.keys = createRemoteJWKSet(trust.jwksUrl, { timeoutDuration: JWKS_TIMEOUT_MS });
  }

  /**
   * Whom a JWT lets in; nothing where it is not valid here or its scope holds no role.
   *
   * @throws Problem `keys-unavailable`
   */
  async verify(token: string): Promise<ServiceCaller | undefined> {
    const { issuer, audience } = this.trust;
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        algorithms: ALGORITHMS,
        issuer,
        audience,
        requiredClaims: ['sub', 'exp'],
      });
      return callerOf(payload);
    } catch (error) {
      if (isTokensFault(error)) return undefined;
      throw new Problem('keys-unavailable', { cause: error });
    }
  }
}

/** The role stands in `scope`, a list of words with spaces between; an operator may do all that a backend may. */
function callerOf({ sub = '', scope, exp = 0 }: JWTPayload): ServiceCaller | undefined {
  const words = typeof scope === 'string' ? scope.split(' ') : [];
  const role = GATEWAY_ROLES.findLast((known) => words.includes(known));
  if (role === undefined) return undefined;
  const name = `jwt:${sub.replace(/[^\w@.:|/-]/g, '?').slice(0, 100)}`;
  return { role, name, limitKey: `jwt:${sub}`, expiresAtMs: exp * 1_000 };
}
