import { isIP, type Socket } from 'node:net';
import { checkServerIdentity, TLSSocket } from 'node:tls';
import type { AgentOptions, ClientRequest } from 'node:http';
import type { Duplex } from 'node:stream';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { currentTrace, traceNew } from './connection-trace.js';

/** The word for a proxy that did not let a call through, among Node's codes for failed connections. */
export function proxyAnswered(status: number): string {
  return `PROXY_ANSWERED_${status}`;
}

type TunnelOptions = Parameters<HttpsProxyAgent<string>['connect']>[1];
type ForwardParameters = Parameters<HttpProxyAgent<string>['connect']>;

/** Reaches https servers through a tunnel that the proxy opens (CONNECT, RFC 9110 section 9.3.6). */
export class TunnelAgent extends HttpsProxyAgent<string> {
  constructor(proxy: URL, options: AgentOptions) {
    super(withoutCredentials(proxy), { ...options, headers: credentialsFor(proxy) });
  }

  override async connect(request: ClientRequest, options: TunnelOptions): Promise<Socket> {
    // Read before the first wait within; a call that ends during it takes its connection with it.
    this.connectOpts = { ...this.connectOpts, ...abandoning() };
    let status = 0;
    request.once('proxyConnect', ({ statusCode }: { statusCode: number }) => (status = statusCode));
    const socket = await super.connect(request, withAddressCheck(options));
    // In place of an error the library gives a socket that plays the proxy's answer as if it were the server's.
    if (!(socket instanceof TLSSocket)) {
      throw Object.assign(new Error('the proxy opened no tunnel'), { code: proxyAnswered(status) });
    }
    return traceNew(socket, 'secureConnect');
  }

  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    super.reuseSocket(socket, request);
    currentTrace()?.follow(socket);
  }
}

/** Reaches http servers by asking the proxy for the whole URL (RFC 9112 section 3.2.2). */
export class ForwardAgent extends HttpProxyAgent<string> {
  constructor(proxy: URL, options: AgentOptions) {
    super(withoutCredentials(proxy), { ...options, headers: credentialsFor(proxy) });
  }

  override async connect(...[request, options]: ForwardParameters): Promise<Socket> {
    this.connectOpts = { ...this.connectOpts, ...abandoning() };
    const socket = await super.connect(request, options);
    return traceNew(socket, socket instanceof TLSSocket ? 'secureConnect' : undefined);
  }

  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    super.reuseSocket(socket, request);
    currentTrace()?.follow(socket);
  }
}

function abandoning(): { signal?: AbortSignal } {
  const signal = currentTrace()?.abandoned;
  return signal === undefined ? {} : { signal };
}

/** The library names the server for TLS only by a host name; without this an address would be checked as `localhost`. */
function withAddressCheck(options: TunnelOptions): TunnelOptions {
  const { host } = options;
  if (!options.secureEndpoint || host === undefined || isIP(host) === 0) return options;
  return { ...options, checkServerIdentity: (_name, certificate) => checkServerIdentity(host, certificate) };
}

/** The library would print a URL with its password when it is told to debug. */
function withoutCredentials(proxy: URL): URL {
  const url = new URL(proxy);
  url.username = '';
  url.password = '';
  return url;
}

function credentialsFor({ username, password }: URL): Record<string, string> {
  if (username + password === '') return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}
