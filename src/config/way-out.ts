import { accessSync, constants } from 'node:fs';
import { Masked } from '../contract/masked.js';
import type { EnvironmentReader } from './environment.js';

/**
 * Reads `HTTPS_PROXY`, for https URLs, `HTTP_PROXY`, for http ones, and `NO_PROXY`. The spellings in lower case are not
 * read: Temporal's client takes those for its own connections. A proxy's URL may hold a password.
 */
export function readWayOut(reader: EnvironmentReader) {
  checkCertificates(reader);
  const https = readProxy(reader, 'HTTPS_PROXY');
  const http = readProxy(reader, 'HTTP_PROXY');
  const exceptions = (reader.optionalText('NO_PROXY') ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
  return { ...(https !== undefined && { https }), ...(http !== undefined && { http }), exceptions };
}

/** Node itself trusts the certificates; of a file that it cannot read it only warns. */
function checkCertificates(reader: EnvironmentReader): void {
  const file = reader.optionalText('NODE_EXTRA_CA_CERTS');
  if (file === undefined) return;
  try {
    accessSync(file, constants.R_OK);
  } catch {
    reader.report('NODE_EXTRA_CA_CERTS', 'must name a file of certificates (PEM) that this process can read');
  }
}

function readProxy(reader: EnvironmentReader, name: string): Masked<URL> | undefined {
  const text = reader.optionalText(name);
  if (text === undefined) return undefined;
  const withScheme = text.includes('://') ? text : `http://${text}`;
  if (URL.canParse(withScheme)) {
    const url = new URL(withScheme);
    const isBare = url.pathname === '/' && url.search === '' && url.hash === '';
    if (['http:', 'https:'].includes(url.protocol) && isBare && hasReadableCredentials(url)) return new Masked(url);
  }
  if (!reader.isReported(name)) {
    reader.report(name, 'must be the URL of an HTTP proxy, such as http://proxy.example.com:3128');
  }
  return undefined;
}

function hasReadableCredentials({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}
