/** Why a server could not be reached, and what to do; the texts name variables, never their values. */
export interface Unreachable {
  found: string;
  next: string;
}

interface Way {
  /** The variable that says where the server is. */
  variable: string;
  /** The variable that names the proxy; absent where the way is direct. */
  proxyVariable?: string | undefined;
}

const NO_NAME = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME'];
const NO_WAY = ['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'ENETDOWN'];
const PRIVATE_AUTHORITY = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
];
const CUT = ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'];

/**
 * Puts the cause of a call without an answer into words.
 *
 * @param cause of an `HttpResult`; it ends with Node's code, or with words of ours
 */
export function explainUnreachable(cause: string, { variable, proxyVariable }: Way): Unreachable {
  const code = cause.split(': ').at(-1) ?? '';
  const named = proxyVariable ?? variable;
  const whom = proxyVariable === undefined ? 'the server' : 'the proxy';
  if (code.startsWith('PROXY_ANSWERED_407')) {
    return { found: 'the proxy wants credentials (HTTP 407)', next: `set user and password right in ${named}` };
  }
  if (code.startsWith('PROXY_ANSWERED_')) {
    return {
      found: `the proxy opens no way to the server (HTTP ${code.slice('PROXY_ANSWERED_'.length)})`,
      next: `have the proxy let this host through to the server, or name the server in NO_PROXY`,
    };
  }
  if (NO_NAME.includes(code)) {
    return { found: `the name of ${whom} is not known here (${code})`, next: `correct ${named}, or this host's DNS` };
  }
  if (code === 'ECONNREFUSED') {
    return { found: `${whom} takes no connection (${code})`, next: `correct host and port in ${named}, or start it` };
  }
  if (NO_WAY.includes(code)) {
    return {
      found: `there is no way to ${whom} (${code})`,
      next: `open this host's network to it, or set HTTPS_PROXY`,
    };
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return { found: 'its certificate has expired', next: 'have its owner renew it; check the clock of this host too' };
  }
  if (code === 'CERT_NOT_YET_VALID') {
    return { found: 'its certificate is not valid yet', next: 'set the clock of this host right' };
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return { found: 'its certificate is for another host', next: `correct the host in ${variable}` };
  }
  if (PRIVATE_AUTHORITY.includes(code)) {
    return {
      found: `its certificate is of an authority that is not trusted (${code})`,
      next: "put the authority's certificate into a file and name it in NODE_EXTRA_CA_CERTS",
    };
  }
  if (/^(ERR_SSL_|EPROTO)/.test(code)) {
    return { found: `it speaks no TLS there (${code})`, next: `correct scheme and port in ${variable}` };
  }
  if (code.startsWith('not within')) {
    return {
      found: 'it does not answer in time',
      next: `ask whether it lets in this host's address (IP allowlist), or set HTTPS_PROXY; else correct ${named}`,
    };
  }
  if (CUT.includes(code) || code === 'the connection was closed' || code === 'the connection failed') {
    return {
      found: 'the connection is cut off',
      next: `ask whether it lets in this host's address (IP allowlist); else correct host, scheme and port in ${named}`,
    };
  }
  return { found: `it cannot be reached (${code})`, next: `correct ${variable}, or this host's network` };
}
