import type { IncomingHttpHeaders } from 'node:http';
import { HttpRefusal } from './http-refusal.js';

/** What Temporal Web sends: its own OIDC tokens beside the body and the namespace. */
const ALLOWED_REQUEST_HEADERS = 'Authorization, Authorization-Extras, Content-Type, X-Namespace';
const PREFLIGHT_SECONDS = 600;

/**
 * The headers by which a page of an allowed origin may read the answer; none for a request that comes from no page.
 *
 * @throws HttpRefusal 403 for a page of any other origin: whatever it asks for, it does not get
 */
export function crossOriginHeaders(
  { origin }: IncomingHttpHeaders,
  allowedOrigins: readonly string[],
): Record<string, string> {
  if (origin === undefined) return {};
  if (!allowedOrigins.includes(origin)) throw new HttpRefusal(403, 'Pages of this origin may not ask.');
  return { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true' };
}

/** What a browser is told when it asks before the real request. */
export const PREFLIGHT_HEADERS: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Methods': 'POST',
  'Access-Control-Allow-Headers': ALLOWED_REQUEST_HEADERS,
  'Access-Control-Max-Age': String(PREFLIGHT_SECONDS),
};
