import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** Addresses to listen on, not to call. */
const ANY_ADDRESS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** Answers one request; `connection` is the same number for all requests over one connection. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse, connection: number) => void;

/** An HTTP server on one address that can stop and start listening without losing what is behind it. */
export class Listener {
  private server: Server | undefined;
  private port: number;
  private connections = 0;
  private readonly numbers = new WeakMap<Socket, number>();

  /** Port 0 takes a free one at the first {@link open} and keeps it. */
  constructor(
    private readonly host: string,
    port: number,
    private readonly handler: RequestHandler,
  ) {
    this.port = port;
  }

  /** `http://host:port`, without a slash at the end; a loopback address where it listens on every address. */
  get url(): string {
    const host = ANY_ADDRESS[this.host] ?? this.host;
    return `http://${host.includes(':') ? `[${host}]` : host}:${this.port}`;
  }

  /** Listens. Rejects when the port is taken. */
  async open(): Promise<void> {
    if (this.server !== undefined) return;
    const server = createServer((request, response) => {
      this.handler(request, response, this.numbers.get(request.socket) ?? 0);
    });
    server.on('connection', (socket) => {
      this.connections += 1;
      this.numbers.set(socket, this.connections);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, this.host, () => {
        server.off('error', reject);
        resolve();
      });
    });
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Destroys all connections and refuses new ones. Resolves when the port is free. */
  async close(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    this.server = undefined;
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  }
}
