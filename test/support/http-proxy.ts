import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import type { Duplex } from 'node:stream';

/** An HTTP proxy on a free port of 127.0.0.1. */
export interface HttpProxy {
  url: URL;
  /** What it was asked for so far, such as `CONNECT 127.0.0.1:443` and `POST http://127.0.0.1:80/path`. */
  asked: string[];
  /** The header of each request. */
  credentials: (string | undefined)[];
  /** The connections that came so far. */
  connections: Duplex[];
  /** Those to and from it that are open. */
  open: Set<Duplex>;
  close(): Promise<void>;
}

/** What it does in place of opening a tunnel. */
type OnConnect = (socket: Duplex) => void;
type OnRequest = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** Starts a proxy that passes everything on, but for what is given. */
export async function startHttpProxy(
  instead: { onConnect?: OnConnect; onRequest?: OnRequest } = {},
): Promise<HttpProxy> {
  const asked: string[] = [];
  const credentials: (string | undefined)[] = [];
  const connections: Duplex[] = [];
  const open = new Set<Duplex>();
  const keep = (socket: Duplex) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => undefined);
    socket.on('end', () => socket.end());
  };
  const note = ({ method, url, headers }: http.IncomingMessage) => {
    asked.push(`${method} ${url}`);
    credentials.push(headers['proxy-authorization']);
  };
  const server = http.createServer((request, response) => {
    note(request);
    (instead.onRequest ?? forward)(request, response);
  });
  server.on('connection', (socket: Duplex) => {
    connections.push(socket);
    keep(socket);
  });
  server.on('connect', (request: http.IncomingMessage, socket: Duplex) => {
    note(request);
    if (instead.onConnect) {
      socket.resume();
      instead.onConnect(socket);
    } else openTunnel(request.url ?? '', socket, keep);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    asked,
    credentials,
    connections,
    open,
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function forward(request: http.IncomingMessage, response: http.ServerResponse): void {
  const { method, url = '', headers } = request;
  const { 'proxy-authorization': _credentials, 'proxy-connection': _connection, ...passedOn } = headers;
  const onward = http.request(url, { method, headers: passedOn }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.writeHead(502).end());
  request.pipe(onward);
}

function openTunnel(address: string, socket: Duplex, keep: (socket: Duplex) => void): void {
  const [host, port] = address.split(':');
  const server = net.connect(Number(port), host, () => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    socket.pipe(server).pipe(socket);
  });
  keep(server);
  server.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n'));
  socket.on('close', () => server.destroy());
  server.on('close', () => socket.destroy());
}
