import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A backend's webhook on 127.0.0.1, which takes every event unless told otherwise. */
export interface Webhook {
  /** Variables of a worker that delivers here. */
  environment: Record<string, string>;
  /** The status codes of the coming answers; after them every event is taken. */
  answers: number[];
  close(): Promise<void>;
}

const TAKEN = 204;

export async function startWebhook(): Promise<Webhook> {
  const answers: number[] = [];
  const server = http.createServer((request, response) => {
    request.resume();
    response.writeHead(answers.shift() ?? TAKEN).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    environment: {
      WEBHOOK_URL: `http://127.0.0.1:${port}/`,
      WEBHOOK_SECRETS: `whsec_${Buffer.from('made-up-secret-never-for-real-use').toString('base64')}`,
    },
    answers,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
