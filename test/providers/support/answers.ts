import { randomBytes } from 'node:crypto';
import { Masked } from '../../../src/contract/masked.js';
import type { HttpResult } from '../../../src/providers/http/http-client.js';
import type { IserveuAuth } from '../../../src/providers/iserveu/config.js';
import { encrypt } from '../../../src/providers/iserveu/encryption.js';

/** One documented answer and what we make of it; docs/provider-coverage.md lists every name. */
export interface AnswerRow<Outcome> {
  name: string;
  /** Body of an HTTP 200: a value to be written as JSON, or the very text. */
  body: unknown;
  outcome: Outcome;
}

export const plainAuth: IserveuAuth = { mode: 'plain', clientId: 'client-1', clientSecret: new Masked('secret-1') };

export const encryptedAuth = {
  mode: 'encrypted',
  clientId: 'client-1',
  clientSecret: new Masked('secret-1'),
  passKey: new Masked('pass-1'),
  encryptionKey: new Masked(randomBytes(32)),
} as const satisfies IserveuAuth;

/** A whole answer as the HTTP client reports it. */
export function answered(body: unknown, status = 200): HttpResult {
  return { kind: 'answer', status, body: asText(body) };
}

/** The same in encrypted mode. */
export function sealed(body: unknown): HttpResult {
  return answered({ ResponseData: encrypt(asText(body), encryptedAuth.encryptionKey.reveal()) });
}

function asText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
