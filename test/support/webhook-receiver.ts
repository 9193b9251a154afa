import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { vi } from 'vitest';
import type { OnboardingClosedEvent } from '../../src/contract/delivery.js';

/** How the receiver meets one post. */
export type ReceiverAnswer =
  | { status: number; headers?: Record<string, string> }
  /** The connection is cut without an answer. */
  | 'reset'
  /** Nothing comes until the receiver is closed. */
  | 'silence'
  /** A 200 whose body never ends. */
  | 'slowBody';

/** One post as the receiver saw it. */
export interface Received {
  path: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

const TAKEN: ReceiverAnswer = { status: 204 };

export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** A backend's webhook on 127.0.0.1: takes every event unless told otherwise. */
export class WebhookReceiver {
  readonly posts: Received[] = [];
  readonly secrets = [newSecret(), newSecret()] as const;
  private readonly answersOfRun = new Map<string, ReceiverAnswer[]>();
  private readonly server = http.createServer((request, response) => {
    this.receive(request, response);
  });
  /** The answer to what no script says. */
  otherwise: ReceiverAnswer = TAKEN;

  static async start(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    receiver.server.listen(0, '127.0.0.1');
    await once(receiver.server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hooks/onboarding`;
  }

  /** Variables of a worker that delivers here. */
  get environment(): Record<string, string> {
    return { WEBHOOK_URL: this.url, WEBHOOK_SECRETS: this.secrets.join(',') };
  }

  /** The answers to the coming posts about one run; what comes after them is taken. */
  answer(runId: string, ...answers: ReceiverAnswer[]): void {
    this.answersOfRun.set(runId, answers);
  }

  /** The posts about one run so far. */
  of(runId: string): Received[] {
    return this.posts.filter(({ headers }) => headers['webhook-id'] === runId);
  }

  /** Resolves with the posts about one run when there are so many. */
  async until(runId: string, count = 1): Promise<Received[]> {
    return vi.waitFor(
      () => {
        const posts = this.of(runId);
        if (posts.length < count) throw new Error(`${posts.length} of ${count} posts have come`);
        return posts;
      },
      { timeout: 20_000, interval: 25 },
    );
  }

  /** The event, once the library has found one of its signatures right. */
  verified({ body, headers }: Received, secret: string = this.secrets[0]): OnboardingClosedEvent {
    return new Webhook(secret).verify(body, headers as Record<string, string>) as OnboardingClosedEvent;
  }

  /** Cuts every post that is under way. */
  cutConnections(): void {
    this.server.closeAllConnections();
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private receive(request: http.IncomingMessage, response: http.ServerResponse): void {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      this.posts.push({ path: request.url ?? '', headers: request.headers, body });
      const answers = this.answersOfRun.get(String(request.headers['webhook-id']));
      this.reply(answers?.shift() ?? (answers === undefined ? this.otherwise : TAKEN), response);
    });
  }

  private reply(answer: ReceiverAnswer, response: http.ServerResponse): void {
    if (answer === 'silence') return;
    if (answer === 'reset') response.socket?.destroy();
    else if (answer === 'slowBody') response.writeHead(200, { 'content-length': '100' }).write('{');
    else response.writeHead(answer.status, answer.headers).end();
  }
}
