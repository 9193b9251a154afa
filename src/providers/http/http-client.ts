import { Readable } from 'node:stream';
import fetch, { type RequestInit, type Response } from 'node-fetch';
import { ConnectionTrace, withTrace } from './connection-trace.js';
import type { Proxies } from './choose-proxy.js';
import { Connections } from './connections.js';
import { proxyAnswered } from './proxy-agents.js';
import { readBody } from './read-body.js';
import { readRetryAfter } from './retry-after.js';

/** One look at a server that asks for nothing. */
export interface Look {
  url: URL;
  /** From the start of connecting to the last byte of the answer, in ms. */
  timeoutMs: number;
  /** Ends the call early. */
  signal: AbortSignal;
}

/** One JSON request, tried once. */
export interface JsonPost extends Look {
  /** Beside the content type. */
  headers: Readonly<Record<string, string>>;
  body: unknown;
  /** `fresh` for calls that must not be repeated: a kept connection may be dead, which shows only after sending. */
  connection: 'kept' | 'fresh';
}

interface Request extends Look {
  init: Omit<RequestInit, 'signal'>;
}

/** What came of a request. `cause` is in our words: no URL, no host, no header, no body. */
export type HttpResult =
  /** A whole answer. `retryAfterMs` for 429 and 503 only; `cookies` as `name=value`, without their attributes. */
  | { kind: 'answer'; status: number; body: string; cookies?: readonly string[]; retryAfterMs?: number }
  /** An answer whose body is over 1 MiB, or in a content encoding that cannot be undone. */
  | { kind: 'unreadable'; status: number; cause: string; retryAfterMs?: number }
  /** The connection was never established: nothing of the request was sent. */
  | { kind: 'notSent'; cause: string }
  /** The connection stood, and no whole answer came. */
  | { kind: 'noAnswer'; cause: string };

/** Only a proxy says so, and before it has sent anything on (RFC 9110 section 15.5.8). */
const PROXY_AUTHENTICATION_REQUIRED = 407;

export interface HttpClientOptions {
  /** The way out; absent: direct. */
  proxies?: Proxies | undefined;
  /** Told the time that each answer carries in its header `Date`. */
  onServerTime?: ((time: Date) => void) | undefined;
}

/** Makes requests to one provider. Nothing that a server or a network does makes it throw. */
export class HttpClient {
  private readonly connections: Connections;
  private readonly onServerTime: (time: Date) => void;

  constructor({ proxies = { exceptions: [] }, onServerTime = () => undefined }: HttpClientOptions = {}) {
    this.connections = new Connections(proxies);
    this.onServerTime = onServerTime;
  }

  post({ headers, body, connection, ...look }: JsonPost): Promise<HttpResult> {
    return this.request({
      ...look,
      init: {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
        body: JSON.stringify(body),
        agent: this.connections.agentFor(look.url, connection),
      },
    });
  }

  /** Asks for the head of an answer alone, over a fresh connection. */
  head(look: Look): Promise<HttpResult> {
    return this.request({ ...look, init: { method: 'HEAD', agent: this.connections.agentFor(look.url, 'fresh') } });
  }

  /** Closes every connection; a call that is under way ends without an answer. */
  close(): void {
    this.connections.close();
  }

  private request(request: Request): Promise<HttpResult> {
    const { signal, timeoutMs } = request;
    if (signal.aborted) return Promise.resolve({ kind: 'notSent', cause: 'cancelled before it was sent' });
    return new Promise((resolve) => {
      const stop = new AbortController();
      const finish = (result: HttpResult) => {
        clearTimeout(deadline);
        signal.removeEventListener('abort', cancel);
        stop.abort();
        trace.release({ reusable: result.kind === 'answer' });
        resolve(result);
      };
      const fail = (cause: string) => {
        finish(
          trace.established
            ? { kind: 'noAnswer', cause: `no whole answer: ${cause}` }
            : { kind: 'notSent', cause: `no connection: ${cause}` },
        );
      };
      const cancel = () => {
        fail('cancelled');
      };
      const deadline = setTimeout(() => {
        fail(`not within ${timeoutMs} ms`);
      }, timeoutMs);
      signal.addEventListener('abort', cancel);

      const progress = { hasHead: false };
      const trace = new ConnectionTrace(() => {
        // The library never settles when a server switches protocols. Whatever it does report comes first.
        setImmediate(() => {
          if (!progress.hasHead) fail('the connection was closed');
        });
      });
      withTrace(trace, () => this.exchange(request, stop.signal, progress)).then(finish, (error: unknown) => {
        fail(describe(error));
      });
    });
  }

  private async exchange(
    { url, init }: Request,
    signal: AbortSignal,
    progress: { hasHead: boolean },
  ): Promise<HttpResult> {
    const response = await fetch(url, { ...init, redirect: 'manual', compress: false, signal });
    progress.hasHead = true;
    const { status } = response;
    const serverTime = new Date(response.headers.get('date') ?? NaN);
    if (!isNaN(serverTime.getTime())) this.onServerTime(serverTime);
    if (status < 200) return { kind: 'noAnswer', cause: 'no whole answer: an interim one at the end' };
    if (status === PROXY_AUTHENTICATION_REQUIRED && this.connections.isForwarded(url)) {
      return { kind: 'notSent', cause: `no connection: ${proxyAnswered(status)}` };
    }
    const asksForPause = status === 429 || status === 503;
    const retryAfterMs = asksForPause ? readRetryAfter(response.headers.get('retry-after'), Date.now()) : undefined;
    const head = { status, ...(retryAfterMs !== undefined && { retryAfterMs }) };

    const read = await readBody(response.body ?? Readable.from([]), response.headers.get('content-encoding') ?? '');
    switch (read.kind) {
      case 'text':
        return { kind: 'answer', ...head, body: read.text, ...cookiesOf(response) };
      case 'tooLarge':
        return { kind: 'unreadable', ...head, cause: 'the answer is larger than 1 MiB' };
      case 'undecodable':
        return { kind: 'unreadable', ...head, cause: "the answer's content encoding cannot be read" };
      case 'cutOff':
        return { kind: 'noAnswer', cause: 'no whole answer: its compressed data was cut off' };
    }
  }
}

function cookiesOf({ headers }: Response): { cookies?: readonly string[] } {
  const cookies = headers.raw()['set-cookie'];
  return cookies === undefined ? {} : { cookies: cookies.map((cookie) => (cookie.split(';')[0] ?? '').trim()) };
}

/** Error messages may name hosts; Node's error codes are a closed list of words. */
function describe(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : 'the connection failed';
}
