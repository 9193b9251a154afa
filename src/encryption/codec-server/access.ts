import type { CodecAccess, StaticToken } from '../../config/codec-server.js';
import { findByHash } from '../known-by-hash.js';
import type { Caller } from './caller.js';
import { HttpRefusal } from './http-refusal.js';
import { createJwtReader } from './json-web-tokens.js';

/** Says who sends a request, by its header `Authorization`. Rejects with an {@link HttpRefusal}: 401, or 503. */
export type Authenticate = (authorization: string | undefined) => Promise<Caller>;

/** Whoever asks, where everybody on this machine may. */
const ANYBODY: Caller = { name: 'anybody on this machine', mayDecode: true };

export function createAuthenticate(access: CodecAccess): Authenticate {
  if (access.kind === 'loopback') return () => Promise.resolve(ANYBODY);
  const { tokens, jwt } = access;
  const readJwt = jwt && createJwtReader(jwt);
  return async (authorization) => {
    const [, token] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
    if (token === undefined) throw unauthorized('Send a token: Authorization: Bearer …');
    const caller = findStaticToken(tokens, token) ?? (await readJwt?.(token));
    if (caller === undefined) throw unauthorized('The token is not valid here.', 'error="invalid_token"');
    return caller;
  };
}

function findStaticToken(tokens: readonly StaticToken[], token: string): Caller | undefined {
  const found = findByHash(tokens, token);
  return found && { name: found.name, mayDecode: found.mayDecode };
}

function unauthorized(message: string, detail = ''): HttpRefusal {
  return new HttpRefusal(401, message, { 'WWW-Authenticate': detail === '' ? 'Bearer' : `Bearer ${detail}` });
}
