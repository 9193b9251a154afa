import type { CodecAccess } from '../config/codec-server.js';
import { bearerCredential, findByHash, isJsonWebToken } from '../http-access/credentials.js';
import { IssuerKeysUnavailable } from '../http-access/issuer-keys.js';
import { createJwtVerifier, type VerifiedToken } from '../http-access/json-web-tokens.js';
import { Refusal } from './refusal.js';

/** Who may use the codec server. */
export interface Caller {
  /** For the audit log. */
  name: string;
  /** False: may only encode. */
  mayDecode: boolean;
}

/** Finds the caller by the header `Authorization`. Rejects with a {@link Refusal}: 401 or 503. */
export type Authenticate = (authorization: string | undefined) => Promise<Caller>;

const ANY_LOCAL_CALLER: Caller = { name: 'anybody on this machine', mayDecode: true };
/** Longest name in an audit line. */
const MAX_NAME = 200;

export function createAuthenticate(access: CodecAccess): Authenticate {
  if (access.kind === 'loopback') return () => Promise.resolve(ANY_LOCAL_CALLER);
  const { tokens, jwt } = access;
  const verifyJwt = jwt && createJwtVerifier(jwt);
  return async (authorization) => {
    const credential = bearerCredential(authorization);
    if (credential === undefined) throw unauthorized('Send a token: Authorization: Bearer …', 'Bearer');
    const known = findByHash(tokens, credential);
    if (known !== undefined) return { name: known.name, mayDecode: known.mayDecode };
    const token = isJsonWebToken(credential) ? await verifyJwt?.(credential).catch(refuseUnavailable) : undefined;
    if (token === undefined) throw unauthorized('The token is not valid here.', 'Bearer error="invalid_token"');
    return callerOfToken(token, jwt?.decodeScope);
  };
}

function callerOfToken({ subject, scopes }: VerifiedToken, decodeScope: string | undefined): Caller {
  return { name: subject.slice(0, MAX_NAME), mayDecode: decodeScope === undefined || scopes.includes(decodeScope) };
}

function refuseUnavailable(error: unknown): never {
  throw error instanceof IssuerKeysUnavailable ? new Refusal(503, error.message, error.headers) : error;
}

function unauthorized(message: string, challenge: string): Refusal {
  return new Refusal(401, message, { 'WWW-Authenticate': challenge });
}
