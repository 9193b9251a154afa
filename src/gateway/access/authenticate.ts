import { GATEWAY_ROLES, type ApiKeyEntry, type GatewayAccess } from '../../config/gateway-access.js';
import { bearerCredential, findByHash, isJsonWebToken } from '../../http-access/credentials.js';
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
    if (apiKey !== undefined) return callerOfKey(apiKey);
    if (!isJsonWebToken(credential)) return undefined;
    const page = await otpTokens.verify(credential);
    if (page !== undefined) return page;
    const token = await verifyJwt?.(credential);
    return token && callerOfToken(token);
  };
}

function callerOfKey({ role, name, sha256 }: ApiKeyEntry): ServiceCaller {
  return { role, name, limitKey: `key:${name}`, credential: { keyFingerprint: sha256.toString('hex').slice(0, 8) } };
}

/** `undefined` for a token without a role among its scopes; of two roles the operator's counts, which may do more. */
function callerOfToken({ subject, scopes, expiresAtMs, tokenId }: VerifiedToken): ServiceCaller | undefined {
  const role = GATEWAY_ROLES.findLast((known) => scopes.includes(known));
  if (role === undefined) return undefined;
  const credential = tokenId === undefined ? {} : { tokenId: loggable(tokenId) };
  return { role, name: `jwt:${loggable(subject)}`, limitKey: `jwt:${subject}`, expiresAtMs, credential };
}

/** A text of the issuer, shortened, without characters that could break a log line. */
function loggable(text: string): string {
  return text.replace(/[^\w@.:|/-]/g, '?').slice(0, 100);
}
