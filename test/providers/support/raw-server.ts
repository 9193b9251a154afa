import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';

/** A server that answers connections with whatever bytes a test wants, on a free port of 127.0.0.1. */
export interface RawServer {
  url: URL;
  /** Every connection so far. */
  connections: net.Socket[];
  /** Everything received on all connections, as text. */
  received(): string;
  close(): Promise<void>;
}

type Behaviour = (socket: net.Socket) => void;

/** Calls `behave` for each new connection. */
export async function startRawServer(behave: Behaviour): Promise<RawServer> {
  return listen(net.createServer(), 'connection', 'http', behave);
}

/** The same over TLS; `behave` is called once the handshake is done. */
export async function startRawTlsServer(options: tls.TlsOptions, behave: Behaviour): Promise<RawServer> {
  return listen(tls.createServer(options), 'secureConnection', 'https', behave);
}

/** Sends `bytes` once the request's head and body have arrived; the tests' bodies are one JSON object. */
export function onRequest(socket: net.Socket, answer: () => void): void {
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    if (/\r\n\r\n[^]*\}$/.test(text)) {
      text = '';
      answer();
    }
  });
}

async function listen(
  server: net.Server,
  event: 'connection' | 'secureConnection',
  scheme: 'http' | 'https',
  behave: Behaviour,
): Promise<RawServer> {
  const sockets: net.Socket[] = [];
  const connections: net.Socket[] = [];
  let received = '';
  server.on('connection', (socket: net.Socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
  });
  server.on(event, (socket: net.Socket) => {
    connections.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
    behave(socket);
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  return {
    url: new URL(`${scheme}://127.0.0.1:${port}/`),
    connections,
    received: () => received,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
