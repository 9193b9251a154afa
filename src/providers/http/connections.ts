import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { chooseProxy, type Proxies } from './choose-proxy.js';
import { currentTrace, traceNew } from './connection-trace.js';
import { ForwardAgent, TunnelAgent } from './proxy-agents.js';

/** Idle connections are closed after this many ms: many servers close theirs after 5 s, just when we may send. */
const IDLE_MS = 4_000;

const OPTIONS = {
  kept: { keepAlive: true, timeout: IDLE_MS },
  fresh: { keepAlive: false },
} satisfies Record<string, http.AgentOptions>;

class TracedAgent extends http.Agent {
  override createConnection(...[options, callback]: Parameters<http.Agent['createConnection']>) {
    return traceNew(super.createConnection(options, callback), 'connect');
  }

  override reuseSocket(socket: Duplex, request: http.ClientRequest): void {
    super.reuseSocket(socket, request);
    currentTrace()?.follow(socket);
  }
}

class TracedTlsAgent extends https.Agent {
  override createConnection(...[options, callback]: Parameters<https.Agent['createConnection']>) {
    return traceNew(super.createConnection(options, callback), 'secureConnect');
  }

  override reuseSocket(socket: Duplex, request: http.ClientRequest): void {
    super.reuseSocket(socket, request);
    currentTrace()?.follow(socket);
  }
}

/** The connections to one provider: kept alive for reads, a fresh one for each call that must not be repeated. */
export class Connections {
  /** One for each kind, scheme and proxy. */
  private readonly agents = new Map<string, http.Agent>();

  constructor(private readonly proxies: Proxies) {}

  agentFor(url: URL, kind: 'kept' | 'fresh'): http.Agent {
    const proxy = chooseProxy(url, this.proxies);
    const key = [kind, url.protocol, proxy?.href].join(' ');
    const known = this.agents.get(key);
    if (known !== undefined) return known;
    const agent = createAgent(url.protocol === 'https:', OPTIONS[kind], proxy);
    this.agents.set(key, agent);
    return agent;
  }

  /** Whether the proxy itself makes the request, so that an answer may be the proxy's. */
  isForwarded(url: URL): boolean {
    return url.protocol === 'http:' && chooseProxy(url, this.proxies) !== undefined;
  }

  /** Closes every connection, those in use included. */
  close(): void {
    for (const agent of this.agents.values()) agent.destroy();
  }
}

function createAgent(isSecure: boolean, options: http.AgentOptions, proxy: URL | undefined): http.Agent {
  if (proxy === undefined) return isSecure ? new TracedTlsAgent(options) : new TracedAgent(options);
  return isSecure ? new TunnelAgent(proxy, options) : new ForwardAgent(proxy, options);
}
