import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** One request as a server saw it. */
export interface SeenRequest {
  path: string;
  headers: http.IncomingHttpHeaders;
  body: string;
  socket: Socket;
}

/** A real HTTP server on a free port of 127.0.0.1, and what it was asked. */
export interface HttpServer {
  url: URL;
  requests: SeenRequest[];
  close(): Promise<void>;
}

/** Calls `answer` for each whole request. */
export async function startHttpServer(
  answer: (request: SeenRequest, response: http.ServerResponse) => void,
): Promise<HttpServer> {
  const requests: SeenRequest[] = [];
  const server = http.createServer((message, response) => {
    let body = '';
    message.setEncoding('utf8');
    message.on('data', (chunk: string) => (body += chunk));
    message.on('end', () => {
      const { url: path = '', headers, socket } = message;
      const request = { path, headers, body, socket };
      requests.push(request);
      answer(request, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}/`),
    requests,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Answers with a JSON value. */
export function sendJson(response: http.ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
