import { GATEWAY_ROLES, type GatewayAccess } from '../../config/gateway-access.js';
import { bearerCredential, isJsonWebToken } from '../../http-access/bearer.js';
import { findByHash } from '../../http-access/hashed-secrets.js';
import { createJwtVerifier, type VerifiedToken } from '../../http-access/json-web-tokens.js';
import type { Caller, ServiceCaller } from './caller.js';
import type { OtpTokens } from './otp-tokens.js';

/** Says who made a request, by its header Authorization; rejects with `IssuerKeysUnavailable`. */
export type Authenticate = (authorization: string | undefined) => Promise<Caller | undefined>;

/** Knows API keys, the JWTs of one issuer, and OTP tokens. */
export function createAuthenticate(
  { apiKeys, jwt }: Pick<GatewayAccess, 'apiKeys' | 'jwt'>,
  otpTokens: OtpTokens,
): Authenticate {
  const verifyJwt = jwt && createJwtVerifier(jwt);
  return async (authorization) => {
    const credential = bearerCredential(authorization);
    if (credential === undefined) return undefined;
    const apiKey = findByHash(apiKeys, credential);
    if (apiKey !== undefined) return { role: apiKey.role, name: apiKey.name, limitKey: `key:${apiKey.name}` };
    if (!isJsonWebToken(credential)) return undefined;
    const page = await otpTokens.verify(credential);
    if (page !== undefined) return page;
    const token = await verifyJwt?.(credential);
    return token && callerOfToken(token);
  };
}

/** A token whose scopes hold no role has no caller; an operator may do all that a backend may. */
function callerOfToken({ subject, scopes, expiresAtMs }: VerifiedToken): ServiceCaller | undefined {
  const role = GATEWAY_ROLES.findLast((known) => scopes.includes(known));
  if (role === undefined) return undefined;
  const name = `jwt:${subject.replace(/[^\w@.:|/-]/g, '?').slice(0, 100)}`;
  return { role, name, limitKey: `jwt:${subject}`, expiresAtMs };
}
