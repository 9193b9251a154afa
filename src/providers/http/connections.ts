import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { currentTrace } from './connection-trace.js';

/** Idle connections are closed after this many ms: many servers close theirs after 5 s, just when we may send. */
const IDLE_MS = 4_000;

const KEPT: http.AgentOptions = { keepAlive: true, timeout: IDLE_MS };
const FRESH: http.AgentOptions = { keepAlive: false };

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

function traceNew<Socket extends Duplex | null | undefined>(
  socket: Socket,
  establishedBy: 'connect' | 'secureConnect',
): Socket {
  if (socket) {
    currentTrace()?.follow(socket, establishedBy);
    // A socket may fail after its request is done with it; without a listener that would end the process.
    socket.on('error', () => undefined);
  }
  return socket;
}

/** The connections to one provider: kept alive for reads, a fresh one for each call that must not be repeated. */
export class Connections {
  private readonly agents = {
    kept: { plain: new TracedAgent(KEPT), secure: new TracedTlsAgent(KEPT) },
    fresh: { plain: new TracedAgent(FRESH), secure: new TracedTlsAgent(FRESH) },
  };

  agentFor(url: URL, kind: 'kept' | 'fresh'): http.Agent {
    const { plain, secure } = this.agents[kind];
    return url.protocol === 'https:' ? secure : plain;
  }

  /** Closes every connection, those in use included. */
  close(): void {
    for (const { plain, secure } of Object.values(this.agents)) {
      plain.destroy();
      secure.destroy();
    }
  }
}
